using ChatBot.Answering.Corrections;
using ChatBot.Embedding;
using ChatBot.Language;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatBot.Core.Tests.Answering.Corrections;

public sealed class QuestionSpaceTests
{
    private static readonly QuestionReading Rain = QuestionReading.Of("will it rain this afternoon");

    [Fact]
    public async Task A_question_is_placed_by_the_five_everyday_requests_that_lie_nearest_the_nearest_first()
    {
        var space = Around(new HashingEmbeddingGenerator());

        var placed = (await space.PlaceAsync([Rain.Text, "zzz"]))[0];

        Assert.Equal(5, placed.Everyday.Length);
        Assert.Equal(1, placed.Everyday[0]);
        Assert.Equal(placed.Everyday.OrderDescending(), placed.Everyday);
        Assert.InRange(placed.Everyday[4], 0.01, 0.9);
        Assert.Equal(placed.Everyday, (await space.TryPlaceAsync([Rain], default))![0].Everyday);
        Assert.Equal(2, (await space.TryPlaceAsync([Rain, Rain], default))!.Length);
    }

    [Fact]
    public async Task An_embedder_that_fails_places_nothing_and_one_who_leaves_is_a_cancellation()
    {
        var space = Around(new ConceptGenerator("none") { CallsLeft = 0 });

        Assert.Null(await space.TryPlaceAsync([Rain, Rain], default));
        Assert.Null(await space.TryPlaceAsync([Rain], default));
        await Assert.ThrowsAnyAsync<Exception>(() => space.TryPlaceAsync([Rain, Rain], new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Spellings_are_no_meanings()
    {
        Assert.False(Around(new HashingEmbeddingGenerator()).KnowsMeanings);
        Assert.True(Around(new ConceptGenerator("none")).KnowsMeanings);
    }

    [Fact]
    public void A_cosine_has_four_digits() => Assert.Equal(0.1235, QuestionSpace.Cosine([0.123456f, 0], [1, 1]));

    private static QuestionSpace Around(IEmbeddingGenerator<string, Embedding<float>> generator)
    {
        var embedder = new Embedder(generator);
        return new QuestionSpace(new ListVectors(embedder), new QuestionVectors(embedder, NullLogger<QuestionVectors>.Instance));
    }
}
