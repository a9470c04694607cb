using ChatBot.Bot.Documents;
using ChatBot.TestKit.Documents;
using Moq;

namespace ChatBot.Bot.Tests.Documents;

public sealed class DocumentKeyTests
{
    private static readonly DateTimeOffset Now = new(2030, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("other", "d1", 0, "a secret of at least thirty-two characters", false)]
    [InlineData("acme", "d2", 0, "a secret of at least thirty-two characters", false)]
    [InlineData("acme", "d1", 0, "another secret of at least thirty-two characters", false)]
    [InlineData("acme", "d1", 0, "a secret of at least thirty-two characters", true)]
    [InlineData("acme", "d1", DocumentKey.Days, "a secret of at least thirty-two characters", true)]
    [InlineData("acme", "d1", DocumentKey.Days + 1, "a secret of at least thirty-two characters", false)]
    public void A_key_opens_its_document_in_its_workspace_for_its_days(
        string workspace,
        string document,
        int daysLater,
        string secret,
        bool opens
    )
    {
        var given = TestLinks.Key(At(Now)).Of("acme", "d1");

        Assert.Equal(opens, TestLinks.Key(At(Now.AddDays(daysLater)), secret).Opens(workspace, document, given));
    }

    [Fact]
    public void A_key_cannot_be_made_to_last_longer_and_nonsense_opens_nothing()
    {
        var key = TestLinks.Key(At(Now));
        var (last, signature) = key.Of("acme", "d1").Split('.') is [var l, var s] ? (int.Parse(l), s) : default;

        foreach (var presented in new[] { $"{last + 1}.{signature}", $"+{last}.{signature}", $" {last}.{signature}", "", ".", "1", "é.é" })
            Assert.False(key.Opens("acme", "d1", presented), presented);
    }

    private static TimeProvider At(DateTimeOffset now) => Mock.Of<TimeProvider>(time => time.GetUtcNow() == now);
}
