using ChatBot.Privacy;

namespace ChatBot.Core.Tests.Privacy;

/// <summary>Cases written as people read them: «…» marks what must be redacted, as in <c>Call «+41 71 526 99 04» today</c>.</summary>
internal static class Marked
{
    private static readonly Redactor Redactor = new();

    /// <summary>Asserts that exactly the marked parts are redacted, as <paramref name="kind"/>.</summary>
    public static void IsFound(string kind, string marked)
    {
        var text = marked.Replace("«", "").Replace("»", "");
        var expected = new List<string>();
        for (var open = marked.IndexOf('«'); open >= 0; open = marked.IndexOf('«', open + 1))
            expected.Add(marked[(open + 1)..marked.IndexOf('»', open)]);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Redactor.Redact(text).Spans.Where(span => span.Kind == kind).Select(span => text[span.Start..span.End]));
    }

    /// <summary>Asserts that the text comes back as it was.</summary>
    public static void IsLeft(string text) => Assert.Equal(text, Redactor.Redact(text).Text);

    public static TheoryData<string> Cases(params string[] cases) => [.. cases];
}
