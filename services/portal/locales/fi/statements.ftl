statements-title = Yksiköiden selvitykset
statements-lead = Jokainen yksikkö raportoi vuosittain, miten kansainvälistä työtä on käytetty toiminnan kehittämiseen.
statements-none = Tälle vuodelle ei ole avattu kierrosta.
statements-done = { $submitted } / { $owed } selvitystä annettu
statements-all = Kaikki selvitykset
statements-back = Kaikki selvitykset
days-late = { $count ->
   [one] { $count } päivä myöhässä
   *[other] { $count } päivää myöhässä
}
statement-title = selvitys
statement-lead = Miten kansainvälistä työtä on käytetty yksikön toiminnan kehittämiseen? Muutama lause riittää.
statement-text = Selvitys
statement-keep = Tallenna
statement-reopen = Ota takaisin
statement-reopen-told = Sitä voi silloin muokata, ja se on taas antamatta, kunnes se annetaan uudelleen.
statement-submit = Valmis: anna selvitys
plan-reference = Kohta käyttösuunnitelmassa
submitted-on = Annettu
due-on = Määräpäivä
due-by = määräpäivä { $date }
round-new-title = Avaa selvityskierros
round-new-lead = Valituilta yksiköiltä pyydetään selvitys määräpäivään mennessä.
round-units = Yksiköt, joilta selvitys pyydetään
round-remind = Muistuta puuttuvia
round-lock = Lukitse kierros
