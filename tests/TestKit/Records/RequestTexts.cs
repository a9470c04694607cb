namespace ChatBot.TestKit.Records;

/// <summary>What the rows of the generated table say: titles of each category, with the sentence that explains them.</summary>
internal static class RequestTexts
{
    /// <summary>How many titles each category has.</summary>
    public const int Topics = 8;

    public static readonly IReadOnlyList<string> Closings =
    [
        "It started this morning.",
        "Several colleagues have the same question.",
        "Please call me back before noon.",
        "There is no hurry.",
        "My manager knows about it.",
        "A screenshot is attached.",
        "I have tried everything that the guide says.",
        "This is the second time.",
        "Thank you in advance!",
        "We need it for a customer visit.",
    ];

    private static readonly (string Title, string Text)[][] ByCategory =
    [
        [
            ("Laptop does not start", "The screen stays black after I press the button."),
            ("VPN connection drops", "Working from home, the VPN disconnects every ten minutes."),
            ("Password reset for the wiki", "I am locked out, and the link in the mail has expired."),
            ("Printer on the second floor jams", "Every double-sided page gets stuck."),
            ("New monitor, 27 inches", "My old one flickers, which gives me a headache."),
            ("Software licence for drawing", "The trial ends soon and the team depends on it."),
            ("Mailbox is full", "I can receive nothing any more, although I deleted the large ones."),
            ("Headset without sound", "Others hear me, I hear nobody."),
        ],
        [
            ("Parental leave from spring", "I would like to know which papers you need from me."),
            ("Payslip of last month is missing", "The portal shows an empty page."),
            ("Employment certificate", "My landlord asks for proof of employment."),
            ("Change of address", "We moved, please write the new address into my file."),
            ("Vacation days carried over", "Three days seem to have vanished at the turn of the year."),
            ("Training on negotiation", "I would like to take part in the course in autumn."),
            ("Job title is wrong", "The directory still shows the one that I had before."),
            ("Sick note handed in late", "I was in hospital and could not send it earlier."),
        ],
        [
            ("Meeting room is too cold", "The heating in the corner room does nothing."),
            ("Desk chair is broken", "The backrest no longer holds."),
            ("Lamp above the desk flickers", "It does so the whole afternoon."),
            ("Parking space for a visitor", "A supplier arrives by car."),
            ("Coffee machine leaks", "There is a puddle in the kitchen every evening."),
            ("Additional locker", "My bicycle helmet does not fit into the small one."),
            ("Window cannot be closed", "When it rains, the carpet gets wet."),
            ("Move to another desk", "Our project sits together from now on."),
        ],
        [
            ("Travel expenses not reimbursed", "I handed in the receipts a good while ago."),
            ("Invoice from a supplier", "They remind us for the second time."),
            ("Budget for the offsite", "We are 24 people for two days, \"all in\"."),
            ("Corporate card was declined", "At the hotel, in front of a customer."),
            ("Cost centre of our project", "Which one do I book the licences to?"),
            ("Purchase order for furniture", "The quote is valid for a short time only."),
            ("Tax form for a freelancer", "She needs it for her return."),
            ("Currency of a refund", "I paid in dollars and was refunded in euros."),
        ],
        [
            ("Non-disclosure agreement", "A partner wants to begin talks."),
            ("Review of a contract", "Clause 7, on liability, worries us."),
            ("Use of a customer's logo", "Marketing asks whether we may show it."),
            ("Data processing agreement", "The new tool stores names of employees."),
            ("Trademark for the product name", "Please check that it is free."),
            ("Terms of an open source licence", "May we ship this library?"),
            ("Power of attorney", "Our director is abroad and somebody must sign."),
            ("Question on a lease", "The landlord raises the rent."),
        ],
        [
            ("Suspicious mail", "It asks for my bank details and looks like ours."),
            ("Badge was lost", "Probably on the train; please block it."),
            ("Access to the server room", "The technicians come to change a battery."),
            ("Phone was stolen", "It had the authenticator on it."),
            ("Unknown person in the building", "He said that he was from the cleaning firm."),
            ("Visitor badge for an auditor", "She stays for three days."),
            ("Virus warning on a shared drive", "The scanner names two files."),
            ("Two-factor token out of step", "The codes are refused since the battery was changed."),
        ],
    ];

    public static string Title(int category, int topic) => ByCategory[category][topic].Title;

    public static string Description(int category, int topic, int closing) => $"{ByCategory[category][topic].Text} {Closings[closing]}";
}
