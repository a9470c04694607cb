using System.Text.Json;
using ChatBot.Answering;
using ChatBot.Bot.Documents;
using ChatBot.Bot.Hosting.Indexing;
using ChatBot.Interactions;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary>A question that nobody asked, answered, stored and written as JSON; nobody gets it and nothing of it stays.</summary>
internal sealed class SilentQuestion(Asking asking, SourceLinks links, IOptions<JsonOptions> json) : IWarmUp
{
    public async Task RunAsync(CancellationToken cancel)
    {
        var question = new Question("How do I warm up?") { Channel = HttpChannels.Api };
        var answer = await asking.RehearseAsync(question, cancel);
        var response = AskResponse.Of(links.Here(question.Workspace, answer));
        await JsonSerializer.SerializeAsync(Stream.Null, response, json.Value.SerializerOptions, cancel);
    }
}
