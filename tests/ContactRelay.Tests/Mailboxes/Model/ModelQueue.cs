using ContactRelay.Mailboxes;

namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>A queue like Azure's: messages are hidden while they are in hand, and stay until they are deleted.</summary>
internal sealed class ModelQueue
{
    private readonly List<ModelMessage> _messages = [];

    /// <summary>Whether there is none at all: visible, delayed or in hand.</summary>
    public bool IsEmpty => _messages.Count == 0;

    public void Send(DateTimeOffset visibleAt, NewUpdate? update = null) =>
        _messages.Add(new() { VisibleAt = visibleAt, Update = update });

    public ModelMessage? Pick(DateTimeOffset now, int choice)
    {
        var visible = _messages.Where(message => !message.InHand && message.VisibleAt <= now).ToArray();
        if (visible.Length == 0)
        {
            return null;
        }

        var picked = visible[choice % visible.Length];
        picked.InHand = true;
        return picked;
    }

    public void Delete(ModelMessage message) => _messages.Remove(message);

    public static void GiveBack(ModelMessage message, DateTimeOffset visibleAt) =>
        (message.InHand, message.VisibleAt) = (false, visibleAt);

    /// <summary>Delivers a message once more, be it in hand or not; each delivery has to be deleted by itself.</summary>
    public bool Duplicate(DateTimeOffset now, int choice)
    {
        if (_messages.Count == 0)
        {
            return false;
        }

        var message = _messages[choice % _messages.Count];
        Send(message.InHand ? now : message.VisibleAt, message.Update);
        return true;
    }

    /// <summary>When the next one becomes visible; null where all are in hand, or there is none.</summary>
    public DateTimeOffset? NextAt() => _messages.Where(message => !message.InHand).Min(message => (DateTimeOffset?)message.VisibleAt);
}
