namespace ChatBot.Knowledge.Reading.Data;

/// <summary>A value of a data file, whatever notation it was written in: JSON, YAML, XML.</summary>
internal abstract class DataNode
{
    /// <summary>The deepest nesting that is read, so that no file can exhaust the stack.</summary>
    public const int Deepest = 100;

    /// <summary>What a comment beside it says; empty where there is none.</summary>
    public string Note { get; set; } = "";

    /// <summary>A plain text or number, null for anything else and for nothing.</summary>
    public string? Text => this is DataScalar { IsNothing: false } scalar ? scalar.Value : null;

    /// <summary>What stands under a name; null where nothing does.</summary>
    public DataNode? this[string name] => (this as DataMap)?.Entries.Find(entry => entry.Name == name).Value;

    public IReadOnlyList<DataNode> Items => this is DataList list ? list.Values : [];

    public IReadOnlyList<(string Name, DataNode Value)> Entries => this is DataMap map ? map.Entries : [];
}

/// <param name="value">As written: numbers keep all their digits.</param>
internal sealed class DataScalar(string value, bool isNothing = false, bool isWord = false) : DataNode
{
    public string Value => value;

    /// <summary>null, and what other notations have for it.</summary>
    public bool IsNothing => isNothing;

    /// <summary>true, false, NaN: neither text nor number.</summary>
    public bool IsWord => isWord;
}

internal sealed class DataList : DataNode
{
    public List<DataNode> Values { get; } = [];
}

/// <summary>Names and values in their order; a name may come twice.</summary>
internal sealed class DataMap : DataNode
{
    public new List<(string Name, DataNode Value)> Entries { get; } = [];
}
