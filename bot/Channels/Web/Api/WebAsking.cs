using ChatBot.Answering;
using ChatBot.Bot.Documents;
using ChatBot.Bot.Hosting.Indexing;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Learning.Feedback;
using ChatBot.Storage;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary>Asks on behalf of somebody who came through HTTP: their name becomes a pseudonym here.</summary>
internal sealed class WebAsking(Ask ask, ApiUsers users, PreferenceStore preferences, SourceLinks links, IndexingState indexing)
{
    public async Task<AskResponse> AskAsync(AskRequest request, string channel, CancellationToken cancel, IAnswerWatcher? watcher = null)
    {
        await indexing.SettleAsync(cancel);
        var workspace = request.Workspace ?? Workspaces.Default;
        var question = new Question(request.Question!)
        {
            Workspace = workspace,
            Channel = channel,
            Conversation = request.ConversationId ?? "",
            User = users.PseudonymOf(workspace, request.User),
        };
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
