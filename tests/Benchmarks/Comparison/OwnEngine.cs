using ChatBot.Answering;
using ChatBot.Knowledge.Indexing;
using ChatBot.Models;
using ChatBot.Storage;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Benchmarks.Comparison;

/// <summary>
/// This program's own rooms, wired as the product wires them, with its defaults: a search, and the whole way to a checked answer of at most
/// 100 words, quoted from the documents. By words alone no sentence model is loaded (<c>Embeddings:Provider hashing</c>, no vectors made).
/// The topic check is off: no topic holds encyclopaedia articles about everything.
/// </summary>
internal static class OwnEngine
{
    public static async Task<ComparedEngine.Indexed> IndexAsync(string corpus, bool hasVectors)
    {
        var embedder = new KeyValuePair<string, string?>("Embeddings:Provider", hasVectors ? "onnx" : "hashing");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([embedder]).Build();
        var knowledge = await KnowledgeDriver.StartAsync(
            services => services.AddLogging().AddModels(configuration).AddAnswering(configuration),
            embedder
        );
        await (hasVectors ? knowledge.IngestAsync(corpus) : knowledge.IngestWordsAsync(corpus));
        var answerer = knowledge.Services.GetRequiredService<Answerer>();
        return new ComparedEngine.Indexed(
            new Dictionary<string, Func<string, Task<FoundDocuments>>>
            {
                ["search"] = async question =>
                    new([
                        .. (await knowledge.Index.SearchAsync(new KnowledgeQuery(Workspaces.Default, question, 10)))
                            .Select(one => one.Uri)
                            .Distinct(),
                    ]),
                ["answer"] = async question =>
                {
                    var answer = await answerer.AnswerAsync(new Question(question));
                    return new([.. answer.Receipt.Sources.Select(source => source.Uri).Distinct()], answer.Text);
                },
            },
            knowledge
        );
    }
}
