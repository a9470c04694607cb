using System.Text.RegularExpressions;

namespace ChatBot.Answering.Corrections;

/// <summary>What a question asks for, of whom, and when; read from its words joined by single spaces.</summary>
internal static partial class QuestionShape
{
    private static readonly (Aspects Aspect, Regex Marks)[] Marks =
    [
        (Aspects.When, When()),
        (Aspects.Where, Where()),
        (Aspects.Who, Who()),
        (Aspects.HowMuch, HowMuch()),
        (Aspects.HowLong, HowLong()),
        (Aspects.HowOften, HowOften()),
        (Aspects.Why, Why()),
        (Aspects.HowTo, HowTo()),
        (Aspects.What, What()),
        (Aspects.Meaning, Meaning()),
        (Aspects.YesOrNo, YesOrNo()),
    ];

    public static Aspects AspectsOf(string words)
    {
        var aspects = Aspects.None;
        foreach (var (aspect, marks) in Marks)
            if (marks.IsMatch(words))
                aspects |= aspect;
        return aspects;
    }

    public static bool AboutMe(string words) => Me().IsMatch(words);

    public static bool AboutYou(string words) => You().IsMatch(words);

    public static Tense TenseOf(string words) =>
        Past().IsMatch(words) ? Tense.Past
        : Future().IsMatch(words) ? Tense.Future
        : Tense.None;

    private const RegexOptions Fast = RegexOptions.NonBacktracking;

    [GeneratedRegex(
        " (when|what time|which time|what date|which date|what day|which day|how soon|how early|how late|what hour|which hour|due date) ",
        Fast
    )]
    private static partial Regex When();

    [GeneratedRegex(
        " (where|what place|which place|location|what location|which location|(which|what) "
            + "(folder|directory|menu|page|tab|section|screen)|whereabouts) ",
        Fast
    )]
    private static partial Regex Where();

    [GeneratedRegex(" (who|whom|whose|which (person|team|people|group|department)|what (person|team)) ", Fast)]
    private static partial Regex Who();

    [GeneratedRegex(" (how (much|many|little|few|high|low|far|old|big|large|small)|amount|total|number of|balance) ", Fast)]
    private static partial Regex HowMuch();

    [GeneratedRegex(
        " (how long|how much time|how many (seconds|minutes|hours|days|weeks|months|years)|duration|retention (time|period)) ",
        Fast
    )]
    private static partial Regex HowLong();

    [GeneratedRegex(" (how often|how frequently|how many times|frequency) ", Fast)]
    private static partial Regex HowOften();

    [GeneratedRegex(" (why|reason|how come|what caused|what for|cause) ", Fast)]
    private static partial Regex Why();

    [GeneratedRegex(
        " (how (to|do|can|could|would|should|does one|i|we)|ways? (to|of|for|i|we)|steps?|walk me through|procedure|instructions?) ",
        Fast
    )]
    private static partial Regex HowTo();

    [GeneratedRegex(" (what|which|whats) ", Fast)]
    private static partial Regex What();

    [GeneratedRegex(" (mean|means|meaning|definition|define|stand for|explain) ", Fast)]
    private static partial Regex Meaning();

    [GeneratedRegex(
        "^ (is|are|was|were|has|have|did|does|do|am) (the|a|an|my|our|your|any|all|every|anyone|he|she|this|that|i|we|they)",
        Fast
    )]
    private static partial Regex YesOrNo();

    [GeneratedRegex(" (my|mine|me|i|im|ive|our|ours|we|us) ", Fast)]
    private static partial Regex Me();

    [GeneratedRegex(
        " (your|yours|yourself|you are|are you|do you "
            + "(like|have|want|think|love|speak|work|live|enjoy|own|prefer|go|sleep|eat)|have you|were you|did you|made you|call "
            + "you|you from) ",
        Fast
    )]
    private static partial Regex You();

    [GeneratedRegex(" (did|was|were|had|ago|have (i|we|they|you)|has it|went|happened) ", Fast)]
    private static partial Regex Past();

    [GeneratedRegex(" (will|should|must|going to|gonna|ought) ", Fast)]
    private static partial Regex Future();
}
