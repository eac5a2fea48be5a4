# Many things changed at once.
bulk-column = Val
bulk-choose = Välj { $name }
bulk-chosen = Ändra de valda
bulk-all = Ändra alla på den här sidan
bulk-title = { $count ->
   [one] Ändra en post
   *[other] Ändra { $count } poster på en gång
}
bulk-lead = Det som lämnas tomt ändras inte. Innan något ändras ser du vad som skulle hända med varje post.
bulk-add-themes = Teman att lägga till
bulk-remove-themes = Teman att ta bort
bulk-look = Visa vad som skulle ändras
bulk-seen-title = Vad som skulle ändras
bulk-seen-lead = Ingenting har ändrats ännu.
bulk-thing = Post
bulk-unchanged = Förblir som den är: det finns inget att ändra.
bulk-nothing = Det finns inget att ändra: så står det redan i alla.
bulk-refused = { $count ->
   [one] En av posterna kan inte ändras, så ingenting har ändrats.
   *[other] { $count } av posterna kan inte ändras, så ingenting har ändrats.
}
bulk-do = { $count ->
   [one] Ändra den
   *[other] Ändra { $count } poster
}
bulk-without = { $count ->
   [one] Fortsätt utan den som inte kan ändras
   *[other] Fortsätt utan de { $count } som inte kan ändras
}
bulk-again = Välj en annan ändring
bulk-list = Till listan
bulk-done-title = { $count ->
   [one] En post har ändrats
   *[other] { $count } poster har ändrats
}
bulk-done-lead = Var och en har fått en ny version, och ändringen syns i historiken.
bulk-undo = Ångra alltihop
bulk-undone-title = { $count ->
   [one] En post är som den var förut
   *[other] { $count } poster är som de var förut
}
bulk-not-undone-title = Allt kan inte ångras
bulk-undo-without = { $count ->
   [one] Ångra allt utom den
   *[other] Ångra allt utom de { $count }
}
done-bulk-none = Ingenting var valt. Kryssa först för det du vill ändra.
