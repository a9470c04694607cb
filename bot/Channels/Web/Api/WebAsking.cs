using ChatBot.Answering;
using ChatBot.Answering.Capping;
using ChatBot.Bot.Hosting.Indexing;
using ChatBot.Interactions;
using ChatBot.Learning.Feedback;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary>Asks on behalf of somebody who came through HTTP: their name becomes a pseudonym here.</summary>
internal sealed class WebAsking(
    Asking asking,
    ApiUsers users,
    PreferenceStore preferences,
    IndexingState indexing,
    IOptions<AnswerOptions> options
)
{
    public async Task<AskResponse> AskAsync(AskRequest request, string channel, CancellationToken cancel)
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
        var answer = await asking.AskAsync(
            question,
            async (transaction, _) =>
                askForDetails = question.User.Length > 0 && await preferences.CountAnswerAsync(transaction, workspace, question.User),
            cancel
        );
        return AskResponse.Of(
            answer.Outcome == Outcome.NoAnswer && !indexing.AtStart.IsCompleted ? WithPatience(answer) : answer,
            askForDetails
        );
    }

    /// <summary>No answer while documents are still coming in may be one in a minute; saying so is only honest.</summary>
    private Answer WithPatience(Answer answer)
    {
        var (files, total) = (indexing.Latest.Files, indexing.Latest.TotalFiles);
        var text = Capper.Cap(
            $"I am still reading the documents ({files} of {total} files), so please ask again in a moment. {answer.Text}",
            options.Value.MaxWords
        );
        return answer with { Text = text, Words = Words.Count(text) };
    }
}
