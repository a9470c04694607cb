using System.Runtime.InteropServices;
using ChatBot.Llama.Forward;

namespace ChatBot.Llama.Serving;

/// <summary>
/// Remembers full pages of keys and values by the tokens before and in them, as a tree: what all prompts begin with (instructions,
/// examples)
/// and what a conversation said before is evaluated once. Pages that nobody computes with go first-in-least-used when room is needed.
/// Used by the engine's thread only.
/// </summary>
internal sealed class PrefixCache
{
    private readonly Dictionary<long, Node> _roots = []; // by adapter, 0 for the base model
    private readonly LinkedList<Node> _byUse = []; // least recently used first

    /// <summary>Pages remembered.</summary>
    public int Pages => _byUse.Count;

    /// <summary>
    /// The longest remembered run of pages that <paramref name="tokens"/> begins with, leaving at least one token to evaluate.
    /// </summary>
    public List<KvPage> Find(long adapter, ReadOnlySpan<int> tokens)
    {
        var found = new List<KvPage>();
        var node = _roots.GetValueOrDefault(adapter);
        while (node is not null && tokens.Length > KvPage.Positions)
        {
            node = node.Children.GetValueOrDefault(new PageTokens(tokens[..KvPage.Positions]));
            if (node is null)
                break;
            Touch(node);
            found.Add(node.Page!);
            tokens = tokens[KvPage.Positions..];
        }
        return found;
    }

    /// <summary>Remembers the full pages of a conversation whose tokens are <paramref name="tokens"/>.</summary>
    public void Remember(long adapter, ReadOnlySpan<int> tokens, IReadOnlyList<KvPage> pages)
    {
        ref var root = ref CollectionsMarshal.GetValueRefOrAddDefault(_roots, adapter, out _);
        var node = root ??= new Node(null, default, null);
        for (var i = 0; tokens.Length >= KvPage.Positions; i++, tokens = tokens[KvPage.Positions..])
        {
            var key = new PageTokens(tokens[..KvPage.Positions]);
            if (!node.Children.TryGetValue(key, out var child))
            {
                child = new Node(node, key, pages[i].Share());
                node.Children.Add(key, child);
                child.Use = _byUse.AddLast(child);
            }
            else
            {
                Touch(child);
            }
            node = child;
        }
    }

    /// <summary>Forgets the least recently used page that ends a run; false when there is none left.</summary>
    public bool ForgetOne()
    {
        for (var use = _byUse.First; use is not null; use = use.Next)
            if (use.Value.Children.Count == 0)
            {
                Forget(use.Value);
                return true;
            }
        return false;
    }

    /// <summary>Forgets everything that was computed through an adapter.</summary>
    public void Forget(long adapter)
    {
        if (_roots.Remove(adapter, out var root))
            foreach (var child in root.Children.Values.ToList())
                ForgetWithChildren(child);
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        foreach (var adapter in _roots.Keys.ToList())
            Forget(adapter);
    }

    private void ForgetWithChildren(Node node)
    {
        foreach (var child in node.Children.Values.ToList())
            ForgetWithChildren(child);
        Forget(node);
    }

    private void Forget(Node node)
    {
        node.Parent!.Children.Remove(node.Key);
        _byUse.Remove(node.Use!);
        node.Page!.Release();
    }

    private void Touch(Node node)
    {
        _byUse.Remove(node.Use!);
        _byUse.AddLast(node.Use!);
    }

    private sealed class Node(Node? parent, PageTokens key, KvPage? page)
    {
        public Node? Parent { get; } = parent;
        public PageTokens Key { get; } = key;
        public KvPage? Page { get; } = page;
        public Dictionary<PageTokens, Node> Children { get; } = [];
        public LinkedListNode<Node>? Use { get; set; }
    }

    /// <summary>The tokens of a page, compared one by one: equal hashes alone would let two prompts share an answer.</summary>
    private readonly struct PageTokens(ReadOnlySpan<int> tokens) : IEquatable<PageTokens>
    {
        private readonly int[] _tokens = tokens.ToArray();
        private readonly int _hash = HashOf(tokens);

        public bool Equals(PageTokens other) => _tokens.AsSpan().SequenceEqual(other._tokens);

        public override bool Equals(object? obj) => obj is PageTokens other && Equals(other);

        public override int GetHashCode() => _hash;

        private static int HashOf(ReadOnlySpan<int> tokens)
        {
            var code = new HashCode();
            code.AddBytes(MemoryMarshal.AsBytes(tokens));
            return code.ToHashCode();
        }
    }
}
