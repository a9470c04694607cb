namespace ChatBot.Llama.Templates;

/// <summary>
/// The families that are known, and how a model file's Jinja template gives its family away. Markup and order of recognition
/// follow llama.cpp's <c>llm_chat_detect_template</c> and <c>llm_chat_apply_template</c>, which its users' models are tested with.
/// </summary>
internal static class ChatFamilies
{
    /// <summary>Stands for the text of the model's own end token.</summary>
    public const string EndToken = "{eos}";

    public static IReadOnlyDictionary<string, ChatFamily> ByName { get; } =
        new ChatFamily[]
        {
            Roles("chatml", "<|im_start|>", "\n", "<|im_end|>\n"),
            Roles("qwen3", "<|im_start|>", "\n", "<|im_end|>\n") with
            {
                Opening = "<|im_start|>assistant\n<think>\n\n</think>\n\n",
            },
            Roles("phi4", "<|im_start|>", "<|im_sep|>", "<|im_end|>"),
            Roles("phi3", "<|", "|>\n", "<|end|>\n"),
            Roles("falcon3", "<|", "|>\n", "\n"),
            Roles("zephyr", "<|", "|>\n", "<|endoftext|>\n"),
            Roles("zephyr-eos", "<|", "|>\n", EndToken + "\n"),
            Roles("glmedge", "<|", "|>\n", "") with
            {
                Opening = "<|assistant|>",
            },
            Roles("chatglm4", "<|", "|>\n", "") with
            {
                Head = "[gMASK]<sop>",
            },
            Roles("chatglm3", "<|", "|>\n ", "") with
            {
                Head = "[gMASK]sop",
                Opening = "<|assistant|>",
            },
            Roles("llama3", "<|start_header_id|>", "<|end_header_id|>\n\n", "<|eot_id|>") with
            {
                Trims = true,
            },
            Roles("llama4", "<|header_start|>", "<|header_end|>\n\n", "<|eot|>") with
            {
                Trims = true,
            },
            Roles("granite", "<|start_of_role|>", "<|end_of_role|>", "<|end_of_text|>\n"),
            Roles("megrez", "<|role_start|>", "<|role_end|>", "<|turn_end|>"),
            new(
                "gemma",
                new("", "\n\n"),
                new("<start_of_turn>user\n", "<end_of_turn>\n"),
                new("<start_of_turn>model\n", "<end_of_turn>\n"),
                "<start_of_turn>model\n"
            )
            {
                InstructionsInQuestion = true,
                Trims = true,
            },
            new("mistral-v1", new("", "\n\n"), new("", " [/INST]"), new(" ", "</s>"), "") { TurnOpening = " [INST] " },
            new("mistral-v3", new("", "\n\n"), new("", "[/INST]"), new(" ", "</s>"), "") { TurnOpening = "[INST] ", TrimsAnswers = true },
            new("mistral-v3-tekken", new("", "\n\n"), new("", "[/INST]"), new("", "</s>"), "") { TurnOpening = "[INST]" },
            new("mistral-v7", new("[SYSTEM_PROMPT] ", "[/SYSTEM_PROMPT]"), new("[INST] ", "[/INST]"), new(" ", "</s>"), ""),
            new("mistral-v7-tekken", new("[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]"), new("[INST]", "[/INST]"), new("", "</s>"), ""),
            new("llama2", new("", "\n"), new("", " [/INST]"), new("", "</s>"), "") { TurnOpening = "[INST] " },
            new("llama2-sys", new("<<SYS>>\n", "\n<</SYS>>\n\n"), new("", " [/INST]"), new("", "</s>"), "") { TurnOpening = "[INST] " },
            new("llama2-sys-bos", new("<<SYS>>\n", "\n<</SYS>>\n\n"), new("", " [/INST]"), new("", "</s>"), "")
            {
                TurnOpening = "[INST] ",
                LaterTurnOpening = "<s>[INST] ",
            },
            new("llama2-sys-strip", new("<<SYS>>\n", "\n<</SYS>>\n\n"), new("", " [/INST]"), new("", "</s>"), "")
            {
                TurnOpening = "[INST] ",
                Trims = true,
            },
            new("vicuna", new("", "\n\n"), new("USER: ", "\n"), new("ASSISTANT: ", "</s>\n"), "ASSISTANT:"),
            new("vicuna-orca", new("SYSTEM: ", "\n"), new("USER: ", "\n"), new("ASSISTANT: ", "</s>\n"), "ASSISTANT:"),
            new(
                "openchat",
                new("", "<|end_of_turn|>"),
                new("GPT4 Correct User: ", "<|end_of_turn|>"),
                new("GPT4 Correct Assistant: ", "<|end_of_turn|>"),
                "GPT4 Correct Assistant:"
            ),
            new("deepseek", new("", ""), new("### Instruction:\n", "\n"), new("### Response:\n", "\n<|EOT|>\n"), "### Response:\n"),
            new("deepseek2", new("", "\n\n"), new("User: ", "\n\n"), new("Assistant: ", "<｜end▁of▁sentence｜>"), "Assistant:"),
            new("deepseek3", new("", "\n\n"), new("<｜User｜>", ""), new("<｜Assistant｜>", "<｜end▁of▁sentence｜>"), "<｜Assistant｜>"),
            new("command-r", CommandR("SYSTEM"), CommandR("USER"), CommandR("CHATBOT"), "<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>")
            {
                Trims = true,
            },
            new(
                "exaone3",
                new("[|system|]", "[|endofturn|]\n"),
                new("[|user|]", "\n"),
                new("[|assistant|]", "[|endofturn|]\n"),
                "[|assistant|]"
            )
            {
                Trims = true,
            },
            new("minicpm", new("", ""), new("<用户>", "<AI>"), new("", ""), "") { Trims = true },
            new("orion", new("", "\n\n"), new("Human: ", "\n\nAssistant: </s>"), new("", "</s>"), "") { InstructionsInQuestion = true },
        }.ToDictionary(family => family.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The family's name that a template's text gives away, or null.</summary>
    public static string? Recognise(string template)
    {
        bool Has(string text) => template.Contains(text, StringComparison.Ordinal);
        if (ByName.ContainsKey(template))
            return template;
        if (Has("<|im_start|>"))
            return Has("<|im_sep|>") ? "phi4"
                : Has("<end_of_utterance>") ? null
                : Has("enable_thinking") ? "qwen3"
                : "chatml";
        if (template.StartsWith("mistral", StringComparison.Ordinal) || Has("[INST]"))
            return Mistral(Has);
        if (Has("<|assistant|>") && Has("<|end|>"))
            return "phi3";
        if (Has("[gMASK]<sop>"))
            return "chatglm4";
        if (Has("<|assistant|>") && Has("<|user|>"))
            return Has("</s>") ? "falcon3"
                : Has("eos_token") ? "zephyr-eos"
                : "glmedge";
        if (Has("<|{{ item['role'] }}|>") && Has("<|begin_of_image|>"))
            return "glmedge";
        if (Has("<|user|>") && Has("<|endoftext|>"))
            return "zephyr";
        if (Has("bos_token + message['role']"))
            return null; // AlphaMonarch: begin tokens inside the history
        if (Has("<start_of_turn>"))
            return "gemma";
        if (Has("'\\n\\nAssistant: ' + eos_token"))
            return "orion";
        if (Has("GPT4 Correct "))
            return "openchat";
        if (Has("USER: ") && Has("ASSISTANT: "))
            return Has("SYSTEM: ") ? "vicuna-orca" : "vicuna";
        if (Has("### Instruction:") && Has("<|EOT|>"))
            return "deepseek";
        if (Has("<|START_OF_TURN_TOKEN|>") && Has("<|USER_TOKEN|>"))
            return "command-r";
        if (Has("<|start_header_id|>") && Has("<|end_header_id|>"))
            return "llama3";
        if (Has("[gMASK]sop"))
            return "chatglm3";
        if (Has("<用户>"))
            return "minicpm";
        if (Has("'Assistant: ' + message['content'] + eos_token"))
            return "deepseek2";
        if (Has("<｜Assistant｜>") && Has("<｜User｜>") && Has("<｜end▁of▁sentence｜>"))
            return "deepseek3";
        if (Has("[|system|]") && Has("[|assistant|]") && Has("[|endofturn|]"))
            return "exaone3";
        if (Has("<|start_of_role|>"))
            return "granite";
        if (Has("<|role_start|>"))
            return "megrez";
        return Has("<|header_start|>") && Has("<|header_end|>") ? "llama4" : null;
    }

    private static string Mistral(Func<string, bool> has)
    {
        if (has("[SYSTEM_PROMPT]"))
            return "mistral-v7";
        if (has("' [INST] ' + system_message") || has("[AVAILABLE_TOOLS]"))
            return has(" [INST]") ? "mistral-v1"
                : has("\"[INST]\"") ? "mistral-v3-tekken"
                : "mistral-v3";
        if (has("content.strip()"))
            return "llama2-sys-strip";
        if (has("bos_token + '[INST]"))
            return "llama2-sys-bos";
        return has("<<SYS>>") ? "llama2-sys" : "llama2";
    }

    /// <summary>A family that writes the speaker's name and treats all three alike.</summary>
    private static ChatFamily Roles(string name, string before, string behind, string end) =>
        new(
            name,
            new($"{before}system{behind}", end),
            new($"{before}user{behind}", end),
            new($"{before}assistant{behind}", end),
            $"{before}assistant{behind}"
        );

    private static Markup CommandR(string speaker) => new($"<|START_OF_TURN_TOKEN|><|{speaker}_TOKEN|>", "<|END_OF_TURN_TOKEN|>");
}
