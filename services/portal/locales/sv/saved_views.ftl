# Saved views of lists.
saved-views-title = Sparade vyer
saved-views-lead = Listor så som du och dina kolleger har avgränsat och sorterat dem. En vy visar alltid vad listan innehåller nu.
saved-views-none = Det finns inga sparade vyer ännu. Avgränsa en lista så som du vill ha den och spara den på listans sida.
saved-views-count = { $count ->
   [one] { $count } vy
   *[other] { $count } vyer
}
saved-view = Vy
saved-view-owner = Sparad av
saved-view-mine = dig
saved-view-own = Bara mina egna
saved-view-seen = Vem ser den
saved-view-seen-own = bara du
saved-view-seen-all = alla i organisationen
saved-view-of-others = { $list }, delat av andra
saved-view-new-title = Spara den här vyn
saved-view-name = Vyns namn
saved-view-shared = Dela med kolleger
saved-view-shared-hint = Alla i din organisation ser en delad vy.
saved-view-give = Eller ge en vy som du redan har de här avgränsningarna:
saved-view-edit-title = Ändra vyn
saved-view-given = När du sparar visar vyn listan så som du har den nu.
removal-lead-saved-view = En delad vy försvinner också för dem som använder den. Det går inte att ångra.
done-view-saved = Vyn har sparats.
