using ChatBot.Answering;
using ChatBot.Bot.Documents;
using ChatBot.Bot.Hosting.Indexing;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Interactions;
using ChatBot.Learning.Feedback;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary>A question that came through HTTP.</summary>
/// <param name="Channel">One of <see cref="HttpChannels"/>.</param>
/// <param name="Person">As <see cref="Access.Caller.PersonOf"/> tells.</param>
/// <param name="Conversation">Null for a question that stands alone.</param>
/// <param name="IsSilent">By nobody: nothing of it is to stay.</param>
internal sealed record AskedOverHttp(
    string Text,
    string Channel,
    string Workspace,
    string Person,
    string? Conversation,
    bool IsSilent = false
);

/// <summary>Asks on behalf of somebody who came through HTTP: their name becomes a pseudonym here.</summary>
internal sealed class WebAsking(
    Ask ask,
    Asking asking,
    ApiUsers users,
    PreferenceStore preferences,
    SourceLinks links,
    IndexingState indexing
)
{
    public async Task<AskResponse> AskAsync(AskedOverHttp asked, CancellationToken cancel, IAnswerWatcher? watcher = null)
    {
        if (!asked.IsSilent)
            await indexing.SettleAsync(cancel);
        var (workspace, user) = (asked.Workspace, users.PseudonymOf(asked.Workspace, asked.Person));
        var question = new Question(asked.Text)
        {
            Workspace = workspace,
            Channel = asked.Channel,
            // It belongs to who began it: somebody else's of the same id is another one.
            Conversation = asked.Conversation is { } id ? $"{user}/{id}" : "",
            User = user,
        };
        if (asked.IsSilent)
            return AskResponse.Of(links.Here(workspace, await asking.RehearseAsync(question, cancel)));
        var askForDetails = false;
        var answer = await ask(
            question,
            async (transaction, _) =>
                askForDetails = question.User.Length > 0 && await preferences.CountAnswerAsync(transaction, workspace, question.User),
            cancel,
            watcher
        );
        return AskResponse.Of(links.Here(workspace, answer), askForDetails);
    }
}
