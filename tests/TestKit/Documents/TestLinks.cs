using ChatBot.Bot.Documents;
using ChatBot.Bot.Hosting;
using ChatBot.Privacy;
using ChatBot.Settings;
using Microsoft.Extensions.Options;

namespace ChatBot.TestKit.Documents;

/// <summary>Links and keys of documents without an application.</summary>
public static class TestLinks
{
    /// <param name="publicAddress">As <c>Web:PublicAddress</c> has it.</param>
    public static SourceLinks Of(string publicAddress = "", TimeProvider? time = null) =>
        new(Key(time), Options.Create(new WebOptions { PublicAddress = publicAddress }));

    public static DocumentKey Key(TimeProvider? time = null, string secret = "a secret of at least thirty-two characters") =>
        new(Options.Create(new PrivacyOptions { PseudonymKey = secret }), Options.Create(new DataOptions()), time ?? TimeProvider.System);
}
