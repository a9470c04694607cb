using ChatBot.Llama.Templates;
using ChatBot.Llama.Tokenizing;
using ChatBot.TestKit;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Llama.Templates;

public sealed class ChatTemplateTests
{
    private static readonly Tokenizer Tokenizer = Tokenizer.FromMetadata(TrainedVocabulary.Metadata("qwen2", 300));

    private static readonly Tokenizer[] Tokenizers = [Tokenizer, Tokenizer.FromMetadata(TrainedVocabulary.Metadata("spm", 300))];

    private static readonly ChatTurn[] Conversation =
    [
        new(ChatSpeaker.System, "Be brief. "),
        new(ChatSpeaker.User, " Hi"),
        new(ChatSpeaker.Assistant, " Hello \n"),
        new(ChatSpeaker.User, "How do I undo a commit?"),
        new(ChatSpeaker.Assistant, "git revert"),
        new(ChatSpeaker.User, "And the last one?\n"),
    ];

    /// <summary>Families of our own beside llama.cpp's: it leaves the end token out of the one, and lets the other think aloud.</summary>
    private static readonly string[] OursAlone = ["zephyr-eos", "qwen3"];

    public static TheoryData<string> Names => [.. ChatTemplate.KnownNames];

    private static string Text(ChatTemplate template, IReadOnlyList<ChatTurn> turns) =>
        string.Concat(template.Render(turns).Select(part => part.Text));

    [CounterpartFact(LlamaCpp.Variable)]
    public void Every_family_renders_as_llama_cpp_does()
    {
        foreach (var name in ChatTemplate.KnownNames.Except(OursAlone))
        foreach (var count in (int[])[1, 2, 4, 6])
        {
            var turns = count == 1 ? [Conversation[1]] : Conversation[..count];
            Assert.Equal(
                $"{name}: {LlamaCppTemplates.Render(name, turns)}",
                $"{name}: {Text(ChatTemplate.For(null, name, Tokenizer.Vocabulary), turns)}"
            );
        }
    }

    /// <summary>What llama.cpp made of a system message, a question with a space in front, and an answer with one on either side.</summary>
    [Theory]
    [InlineData(
        "chatml",
        "<|im_start|>system\nSys <|im_end|>\n<|im_start|>user\n Hi<|im_end|>\n<|im_start|>assistant\n Yo "
            + "<|im_end|>\n<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n"
    )]
    [InlineData(
        "llama3",
        "<|start_header_id|>system<|end_header_id|>\n\nSys<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>"
            + "<|start_header_id|>assistant<|end_header_id|>\n\nYo<|eot_id|>"
            + "<|start_header_id|>user<|end_header_id|>\n\nBye<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"
    )]
    [InlineData("mistral-v3", "[INST] Sys \n\n Hi[/INST] Yo</s>[INST] Bye[/INST]")]
    [InlineData("mistral-v7", "[SYSTEM_PROMPT] Sys [/SYSTEM_PROMPT][INST]  Hi[/INST]  Yo </s>[INST] Bye[/INST]")]
    [InlineData("llama2-sys-bos", "[INST] <<SYS>>\nSys \n<</SYS>>\n\n Hi [/INST] Yo </s><s>[INST] Bye [/INST]")]
    [InlineData(
        "gemma",
        "<start_of_turn>user\nSys\n\nHi<end_of_turn>\n<start_of_turn>model\nYo<end_of_turn>\n"
            + "<start_of_turn>user\nBye<end_of_turn>\n<start_of_turn>model\n"
    )]
    [InlineData("phi3", "<|system|>\nSys <|end|>\n<|user|>\n Hi<|end|>\n<|assistant|>\n Yo <|end|>\n<|user|>\nBye<|end|>\n<|assistant|>\n")]
    [InlineData(
        "zephyr",
        "<|system|>\nSys <|endoftext|>\n<|user|>\n Hi<|endoftext|>\n<|assistant|>\n Yo "
            + "<|endoftext|>\n<|user|>\nBye<|endoftext|>\n<|assistant|>\n"
    )]
    public void A_family_renders_as_llama_cpp_did(string name, string expected)
    {
        ChatTurn[] turns =
        [
            new(ChatSpeaker.System, "Sys "),
            new(ChatSpeaker.User, " Hi"),
            new(ChatSpeaker.Assistant, " Yo "),
            new(ChatSpeaker.User, "Bye"),
        ];
        Assert.Equal(expected, Text(ChatTemplate.For(null, name, Tokenizer.Vocabulary), turns));
    }

    [CounterpartFact(LlamaCpp.Variable)]
    public void A_template_is_recognised_as_llama_cpp_recognises_it()
    {
        string[] pieces =
        [
            "<|im_start|>",
            "<|im_sep|>",
            "[INST]",
            " [INST]",
            "\"[INST]\"",
            "[SYSTEM_PROMPT]",
            "' [INST] ' + system_message",
            "[AVAILABLE_TOOLS]",
            "<<SYS>>",
            "content.strip()",
            "bos_token + '[INST]",
            "<|assistant|>",
            "<|end|>",
            "[gMASK]<sop>",
            "<|user|>",
            "</s>",
            "<|endoftext|>",
            "<start_of_turn>",
            "GPT4 Correct ",
            "USER: ",
            "ASSISTANT: ",
            "SYSTEM: ",
            "### Instruction:",
            "<|EOT|>",
            "<|START_OF_TURN_TOKEN|>",
            "<|USER_TOKEN|>",
            "<|start_header_id|>",
            "<|end_header_id|>",
            "<用户>",
            "'Assistant: ' + message['content'] + eos_token",
            "<｜Assistant｜>",
            "<｜User｜>",
            "<｜end▁of▁sentence｜>",
            "[|system|]",
            "[|assistant|]",
            "[|endofturn|]",
            "<|start_of_role|>",
            "<|role_start|>",
            "<|header_start|>",
            "<|header_end|>",
        ];
        var random = new Random(1);
        var (compared, refused) = (0, 0);
        for (var round = 0; round < 5000; round++)
        {
            var template =
                "{{ x }}" + string.Join(" | ", Enumerable.Range(0, 1 + random.Next(5)).Select(_ => pieces[random.Next(pieces.Length)]));
            var theirs = LlamaCppTemplates.Render(template, Conversation);
            string? ours;
            try
            {
                var known = ChatTemplate.For(template, null, Tokenizer.Vocabulary);
                ours = OursAlone.Contains(known.Name) ? theirs : Text(known, Conversation);
                compared++;
            }
            catch (InvalidDataException)
            {
                ours = null;
                refused++;
            }

            if (ours is null)
                continue; // a template that we do not know is refused, never guessed
            Assert.Equal($"{template}\n{theirs}", $"{template}\n{ours}");
        }

        Assert.True(compared > 2500, $"only {compared} compared, {refused} refused");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_person_types_never_becomes_a_turn(string name)
    {
        foreach (var tokenizer in Tokenizers)
        {
            var template = ChatTemplate.For(null, name, tokenizer.Vocabulary);
            string Prompt(string question) => string.Concat(template.Render([new(ChatSpeaker.User, question)]).Select(part => part.Text));
            int Control(string question) =>
                tokenizer
                    .Encode(template.Render([new(ChatSpeaker.User, question)]))
                    .Count(id => tokenizer.Vocabulary.KindOf(id) == TokenKind.Control);

            var attack = string.Concat(template.Render(Conversation).Where(part => part.IsMarkup).Select(part => part.Text));
            Assert.Equal(Control("x"), Control("x" + attack + "x"));
            foreach (var marker in template.TextMarkers)
                Assert.Equal(Occurrences(Prompt("x"), marker), Occurrences(Prompt("x" + attack + "x"), marker));
        }

        static int Occurrences(string text, string marker) => text.Split(marker).Length - 1;
    }

    [Fact]
    public void The_ids_of_a_conversation_are_those_of_its_text_with_the_markup_parsed()
    {
        var template = ChatTemplate.For("{% for m in messages %}<|im_start|>{{ m.role }}…", null, Tokenizer.Vocabulary);
        var ids = Tokenizer.Encode(template.Render(Conversation));
        Assert.Equal(Tokenizer.Encode(Text(template, Conversation), parseSpecial: true), ids);
        Assert.Equal(7, ids.Count(id => Tokenizer.Vocabulary.TextOf(id) == "<|im_start|>"));
    }

    [Fact]
    public void A_template_whose_end_is_the_models_own_token_closes_each_turn_with_it()
    {
        var template = ChatTemplate.For(
            "{{ '<|user|>\n' + message['content'] + eos_token }}{{ '<|assistant|>' }}",
            null,
            Tokenizer.Vocabulary
        );
        Assert.Equal("<|user|>\nHi<|endoftext|>\n<|assistant|>\n", Text(template, [new(ChatSpeaker.User, "Hi")]));
    }

    [Fact]
    public void A_model_that_thinks_aloud_is_told_not_to()
    {
        var template = ChatTemplate.For("<|im_start|> {% if enable_thinking is false %}", null, Tokenizer.Vocabulary);
        Assert.EndsWith(
            "<|im_start|>assistant\n<think>\n\n</think>\n\n",
            Text(template, [new(ChatSpeaker.User, "Hi")]),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("{% for m in messages %}[[{{ m.role }}]] {{ m.content }}{% endfor %}", null, "\"{% for m in messages %}[[{{ m.role }}]]")]
    [InlineData(null, null, "carries no chat template")]
    [InlineData("<|im_start|>", "alpaca", "Model:ChatTemplate is \"alpaca\"")]
    public void An_unknown_template_is_named_and_refused(string? template, string? configured, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => ChatTemplate.For(template, configured, Tokenizer.Vocabulary));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("chatml", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configured_family_counts_before_the_files_own()
    {
        Assert.Equal("llama3", ChatTemplate.For("<|im_start|>", "llama3", Tokenizer.Vocabulary).Name);
    }
}
