using ContactRelay.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>Mailboxes that somebody else always saves first, as often as a test says.</summary>
internal sealed class ContendedMailboxStore(IMailboxStore mailboxes) : IMailboxStore
{
    // More tries than anybody makes: whoever would never give up is stopped.
    private const int TooMany = 100;

    /// <summary>How many saves are yet to find something else stored.</summary>
    public int Conflicts { get; set; }

    /// <summary>How often a mailbox was loaded.</summary>
    public int Loads { get; private set; }

    /// <summary>How many saves were tried.</summary>
    public int Saves { get; private set; }

    public ValueTask<LoadedMailbox> LoadAsync(MailboxKey key, CancellationToken cancellationToken)
    {
        Loads++;
        return mailboxes.LoadAsync(key, cancellationToken);
    }

    public ValueTask<string?> SaveAsync(MailboxKey key, Mailbox mailbox, string? etag, WakeUp? wakeUp, CancellationToken cancellationToken)
    {
        Assert.True(++Saves < TooMany, "It tries for ever.");
        return Conflicts-- > 0 ? ValueTask.FromResult<string?>(null) : mailboxes.SaveAsync(key, mailbox, etag, wakeUp, cancellationToken);
    }
}
