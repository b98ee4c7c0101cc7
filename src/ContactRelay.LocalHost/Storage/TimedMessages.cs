using System.Diagnostics.CodeAnalysis;

namespace ContactRelay.LocalHost.Storage;

/// <summary>Messages in the order in which they are next seen.</summary>
internal sealed class TimedMessages
{
    private readonly PriorityQueue<EmbeddedMessage, (DateTimeOffset VisibleAt, long Seq)> _messages = new();

    /// <summary>How many there are.</summary>
    public int Count => _messages.Count;

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<EmbeddedMessage> All => _messages.UnorderedItems.Select(item => item.Element);

    /// <summary>When the next is seen; null where there is none.</summary>
    public DateTimeOffset? NextAt => _messages.TryPeek(out _, out var order) ? order.VisibleAt : null;

    /// <summary>Adds a message.</summary>
    public void Add(EmbeddedMessage message) => _messages.Enqueue(message, (message.VisibleAt, message.Seq));

    /// <summary>Takes the next, where it is seen by now.</summary>
    public bool TryTakeDue(DateTimeOffset now, [NotNullWhen(true)] out EmbeddedMessage? message)
    {
        message = null;
        return NextAt <= now && _messages.TryDequeue(out message, out _);
    }

    /// <summary>Whether this very object is among them: one that is put here again is another.</summary>
    public bool Contains(EmbeddedMessage message) => All.Contains(message, ReferenceEqualityComparer.Instance);

    /// <summary>Removes this very object. Looks through all of them for it; false where it is not among them.</summary>
    public bool Remove(EmbeddedMessage message) => _messages.Remove(message, out _, out _, ReferenceEqualityComparer.Instance);
}
