//! What countries are called: visits, partners and networks name them by their codes (ISO 3166-1), people read names.

use crate::values::Language;

/// All of them, by code and name, in the order of their codes.
pub fn all(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES
        .iter()
        .map(move |(code, fi, sv, en)| (*code, in_language((fi, sv, en), language)))
}

/// The name of a country; none for a code that is not in the list, which is then shown as it is.
pub fn name(code: &str, language: Language) -> Option<&'static str> {
    let found = NAMES.binary_search_by_key(&code, |(known, ..)| known).ok()?;
    let (_, fi, sv, en) = NAMES.get(found)?;
    Some(in_language((fi, sv, en), language))
}

fn in_language((fi, sv, en): (&'static str, &'static str, &'static str), language: Language) -> &'static str {
    match language {
        Language::Fi => fi,
        Language::Sv => sv,
        Language::En => en,
    }
}

/// Code, Finnish, Swedish, English; by code. Europe is whole, elsewhere those that municipalities have ties with.
const NAMES: &[(&str, &str, &str, &str)] = &[
    ("AD", "Andorra", "Andorra", "Andorra"),
    ("AL", "Albania", "Albanien", "Albania"),
    ("AM", "Armenia", "Armenien", "Armenia"),
    ("AR", "Argentiina", "Argentina", "Argentina"),
    ("AT", "Itävalta", "Österrike", "Austria"),
    ("AU", "Australia", "Australien", "Australia"),
    ("AX", "Ahvenanmaa", "Åland", "Åland"),
    ("AZ", "Azerbaidžan", "Azerbajdzjan", "Azerbaijan"),
    (
        "BA",
        "Bosnia ja Hertsegovina",
        "Bosnien och Hercegovina",
        "Bosnia and Herzegovina",
    ),
    ("BD", "Bangladesh", "Bangladesh", "Bangladesh"),
    ("BE", "Belgia", "Belgien", "Belgium"),
    ("BG", "Bulgaria", "Bulgarien", "Bulgaria"),
    ("BO", "Bolivia", "Bolivia", "Bolivia"),
    ("BR", "Brasilia", "Brasilien", "Brazil"),
    ("BW", "Botswana", "Botswana", "Botswana"),
    ("BY", "Valko-Venäjä", "Belarus", "Belarus"),
    ("CA", "Kanada", "Kanada", "Canada"),
    ("CH", "Sveitsi", "Schweiz", "Switzerland"),
    ("CL", "Chile", "Chile", "Chile"),
    ("CN", "Kiina", "Kina", "China"),
    ("CO", "Kolumbia", "Colombia", "Colombia"),
    ("CU", "Kuuba", "Kuba", "Cuba"),
    ("CY", "Kypros", "Cypern", "Cyprus"),
    ("CZ", "Tšekki", "Tjeckien", "Czechia"),
    ("DE", "Saksa", "Tyskland", "Germany"),
    ("DK", "Tanska", "Danmark", "Denmark"),
    ("EE", "Viro", "Estland", "Estonia"),
    ("EG", "Egypti", "Egypten", "Egypt"),
    ("ES", "Espanja", "Spanien", "Spain"),
    ("ET", "Etiopia", "Etiopien", "Ethiopia"),
    ("FI", "Suomi", "Finland", "Finland"),
    ("FO", "Färsaaret", "Färöarna", "Faroe Islands"),
    ("FR", "Ranska", "Frankrike", "France"),
    ("GB", "Iso-Britannia", "Storbritannien", "United Kingdom"),
    ("GE", "Georgia", "Georgien", "Georgia"),
    ("GH", "Ghana", "Ghana", "Ghana"),
    ("GL", "Grönlanti", "Grönland", "Greenland"),
    ("GR", "Kreikka", "Grekland", "Greece"),
    ("HR", "Kroatia", "Kroatien", "Croatia"),
    ("HU", "Unkari", "Ungern", "Hungary"),
    ("ID", "Indonesia", "Indonesien", "Indonesia"),
    ("IE", "Irlanti", "Irland", "Ireland"),
    ("IL", "Israel", "Israel", "Israel"),
    ("IN", "Intia", "Indien", "India"),
    ("IS", "Islanti", "Island", "Iceland"),
    ("IT", "Italia", "Italien", "Italy"),
    ("JP", "Japani", "Japan", "Japan"),
    ("KE", "Kenia", "Kenya", "Kenya"),
    ("KR", "Etelä-Korea", "Sydkorea", "South Korea"),
    ("KZ", "Kazakstan", "Kazakstan", "Kazakhstan"),
    ("LI", "Liechtenstein", "Liechtenstein", "Liechtenstein"),
    ("LK", "Sri Lanka", "Sri Lanka", "Sri Lanka"),
    ("LT", "Liettua", "Litauen", "Lithuania"),
    ("LU", "Luxemburg", "Luxemburg", "Luxembourg"),
    ("LV", "Latvia", "Lettland", "Latvia"),
    ("MA", "Marokko", "Marocko", "Morocco"),
    ("MC", "Monaco", "Monaco", "Monaco"),
    ("MD", "Moldova", "Moldavien", "Moldova"),
    ("ME", "Montenegro", "Montenegro", "Montenegro"),
    ("MK", "Pohjois-Makedonia", "Nordmakedonien", "North Macedonia"),
    ("MN", "Mongolia", "Mongoliet", "Mongolia"),
    ("MT", "Malta", "Malta", "Malta"),
    ("MX", "Meksiko", "Mexiko", "Mexico"),
    ("MZ", "Mosambik", "Moçambique", "Mozambique"),
    ("NA", "Namibia", "Namibia", "Namibia"),
    ("NG", "Nigeria", "Nigeria", "Nigeria"),
    ("NI", "Nicaragua", "Nicaragua", "Nicaragua"),
    ("NL", "Alankomaat", "Nederländerna", "Netherlands"),
    ("NO", "Norja", "Norge", "Norway"),
    ("NP", "Nepal", "Nepal", "Nepal"),
    ("NZ", "Uusi-Seelanti", "Nya Zeeland", "New Zealand"),
    ("PE", "Peru", "Peru", "Peru"),
    ("PH", "Filippiinit", "Filippinerna", "Philippines"),
    ("PL", "Puola", "Polen", "Poland"),
    ("PS", "Palestiina", "Palestina", "Palestine"),
    ("PT", "Portugali", "Portugal", "Portugal"),
    ("RO", "Romania", "Rumänien", "Romania"),
    ("RS", "Serbia", "Serbien", "Serbia"),
    ("RU", "Venäjä", "Ryssland", "Russia"),
    ("RW", "Ruanda", "Rwanda", "Rwanda"),
    ("SE", "Ruotsi", "Sverige", "Sweden"),
    ("SG", "Singapore", "Singapore", "Singapore"),
    ("SI", "Slovenia", "Slovenien", "Slovenia"),
    ("SK", "Slovakia", "Slovakien", "Slovakia"),
    ("SM", "San Marino", "San Marino", "San Marino"),
    ("SN", "Senegal", "Senegal", "Senegal"),
    ("SZ", "Eswatini", "Eswatini", "Eswatini"),
    ("TH", "Thaimaa", "Thailand", "Thailand"),
    ("TN", "Tunisia", "Tunisien", "Tunisia"),
    ("TR", "Turkki", "Turkiet", "Türkiye"),
    ("TW", "Taiwan", "Taiwan", "Taiwan"),
    ("TZ", "Tansania", "Tanzania", "Tanzania"),
    ("UA", "Ukraina", "Ukraina", "Ukraine"),
    ("UG", "Uganda", "Uganda", "Uganda"),
    ("US", "Yhdysvallat", "Förenta staterna", "United States"),
    ("UZ", "Uzbekistan", "Uzbekistan", "Uzbekistan"),
    ("VA", "Vatikaani", "Vatikanstaten", "Vatican City"),
    ("VN", "Vietnam", "Vietnam", "Vietnam"),
    ("XK", "Kosovo", "Kosovo", "Kosovo"),
    ("ZA", "Etelä-Afrikka", "Sydafrika", "South Africa"),
    ("ZM", "Sambia", "Zambia", "Zambia"),
    ("ZW", "Zimbabwe", "Zimbabwe", "Zimbabwe"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_of_the_list_is_found_by_its_code() {
        for (code, fi, sv, en) in NAMES {
            let found = Language::ALL.map(|language| name(code, language));
            assert_eq!(found, [Some(*fi), Some(*sv), Some(*en)], "{code} is out of order");
        }
        assert_eq!(name("QQ", Language::Fi), None);
    }
}
