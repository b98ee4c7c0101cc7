using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>Mailboxes that conflict, are away and are remembered as a test says.</summary>
internal sealed class SteeredMailboxes(IMailboxStore mailboxes) : IMailboxStore
{
    // More tries than anybody makes: whoever would never give up is stopped.
    private const int TooMany = 100;

    public bool IsAway { get; set; }

    /// <summary>What is remembered of the mailbox, be it right or not.</summary>
    public LoadedMailbox? Recalled { get; set; }

    /// <summary>How many of the next saves find that something else is stored by now.</summary>
    public int Conflicts { get; set; }

    /// <summary>Called as a save begins.</summary>
    public Action? Saving { get; set; }

    /// <summary>How often a mailbox was loaded.</summary>
    public int Loads { get; private set; }

    /// <summary>How many saves were tried.</summary>
    public int Saves { get; private set; }

    public ValueTask<LoadedMailbox> LoadAsync(MailboxKey key, CancellationToken cancellationToken)
    {
        Loads++;
        return IsAway ? throw new StorageUnavailableException("Away.") : mailboxes.LoadAsync(key, cancellationToken);
    }

    public LoadedMailbox? Recall(MailboxKey key) => Recalled;

    public ValueTask<string?> SaveAsync(MailboxKey key, Mailbox mailbox, string? etag, WakeUp? wakeUp, CancellationToken cancellationToken)
    {
        Assert.True(++Saves < TooMany, "It tries for ever.");
        Saving?.Invoke();
        cancellationToken.ThrowIfCancellationRequested();
        return Conflicts-- > 0 ? ValueTask.FromResult<string?>(null) : mailboxes.SaveAsync(key, mailbox, etag, wakeUp, cancellationToken);
    }
}
