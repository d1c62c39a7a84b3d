use super::*;
use rstest::rstest;

const ID: &str = "019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d";

#[test]
fn the_name_of_the_design() {
    let text = format!("VC_20261121T143502Z_jdupont_{ID}.json");
    let name = FileName::parse(&text).unwrap();
    assert_eq!((name.kind(), name.author().as_str()), (Kind::Vc, "jdupont"));
    assert_eq!(name.created_at().to_rfc3339(), "2026-11-21T14:35:02+00:00");
    assert_eq!(name.id().to_string(), ID);
    assert_eq!((name.as_str(), name.to_string()), (text.as_str(), text.clone()));
    let later = name.created_at() + chrono::TimeDelta::milliseconds(999);
    assert_eq!(FileName::new(name.kind(), later, name.author().clone(), name.id()), Ok(name));
}

#[rstest]
#[case("j_dupont-2")]
#[case("j.dupont_")]
#[case("a")]
#[case("20261121t143502z_x")]
#[case("abcdefghijklmnopqrstuvwxyz-01234")]
fn any_author_of_the_grammar(#[case] author: &str) {
    let name = FileName::parse(&format!("MP_20240229T235959Z_{author}_{ID}.json")).unwrap();
    assert_eq!(name.author().as_str(), author);
}

#[rstest]
#[case("", FileNameError::Shape)]
#[case("VC_20261121T143502Z_jdupont_ID", FileNameError::Shape)]
#[case("VC_20261121T143502Z_jdupont_ID.JSON", FileNameError::Shape)]
#[case("VC_20261121T143502Z_ID.json", FileNameError::Shape)]
#[case("vc_20261121T143502Z_jdupont_ID.json", FileNameError::Kind)]
#[case("XX_20261121T143502Z_jdupont_ID.json", FileNameError::Kind)]
#[case(" VC_20261121T143502Z_jdupont_ID.json", FileNameError::Kind)]
#[case("VC_20260230T143502Z_jdupont_ID.json", FileNameError::CreatedAt)]
#[case("VC_20261121T143560Z_jdupont_ID.json", FileNameError::CreatedAt)]
#[case("VC_20261121T235960Z_jdupont_ID.json", FileNameError::CreatedAt)]
#[case("VC_20261121T240000Z_jdupont_ID.json", FileNameError::CreatedAt)]
#[case("VC_+0261121T143502Z_jdupont_ID.json", FileNameError::CreatedAt)]
#[case("VC_2026112 T143502Z_jdupont_ID.json", FileNameError::CreatedAt)]
#[case("VC_20261121T143502_jdupont_ID.json", FileNameError::CreatedAt)]
#[case("VC_20261121T143502Z__ID.json", FileNameError::Author)]
#[case("VC_20261121T143502Z_JDupont_ID.json", FileNameError::Author)]
#[case("VC_20261121T143502Z_con_ID.json", FileNameError::Author)]
#[case("VC_20261121T143502Z_../x_ID.json", FileNameError::Author)]
#[case("VC_20261121T143502Z_jdupont_019AB3C4-7d1e-7a52-9c1f-2f6d3a1b0c4d.json", FileNameError::Id)]
#[case("VC_20261121T143502Z_jdupont_019ab3c47d1e7a529c1f2f6d3a1b0c4d.json", FileNameError::Id)]
#[case("VC_20261121T143502Z_jdupont_019ab3c4-7d1e-4a52-9c1f-2f6d3a1b0c4d.json", FileNameError::Id)]
#[case("VC_20261121T143502Z_jdupont_{019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d}.json", FileNameError::Id)]
fn nothing_else_is_a_name(#[case] text: &str, #[case] error: FileNameError) {
    assert_eq!(FileName::parse(&text.replace("ID", ID)), Err(error));
}

#[test]
fn names_sort_by_time_then_id() {
    let later_id = ID.replace("4d", "4e");
    let names = [
        format!("VP_20261121T143501Z_zoe_{later_id}.json"),
        format!("VC_20261121T143502Z_zoe_{ID}.json"),
        format!("VP_20261121T143502Z_abel_{ID}.json"),
        format!("CP_20261121T143502Z_abel_{later_id}.json"),
    ]
    .map(|text| FileName::parse(&text).unwrap());
    assert!(names.is_sorted());
}

#[test]
fn years_beyond_four_digits_have_no_name() {
    let id: Uuid = ID.parse().unwrap();
    let author: UserFolder = "jdupont".parse().unwrap();
    for instant in [DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::MIN_UTC] {
        assert_eq!(FileName::new(Kind::Vc, instant, author.clone(), id), Err(FileNameError::CreatedAt));
    }
}
