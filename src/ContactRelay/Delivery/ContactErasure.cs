using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Telemetry;
using ContactRelay.Tenants;

namespace ContactRelay.Delivery;

/// <summary>Erases all that is stored of a contact: its mailbox, its dead letters, its rows of the recent activity.</summary>
public sealed class ContactErasure(IMailboxStore mailboxes, IDeadLetterStore deadLetters, IActivityStore activity, RelayMetrics metrics, TimeProvider time)
{
    private const int MaxConflicts = 20;

    /// <summary>
    /// Erases the contact; false where nothing was stored of it. When it returns, it is done on disk. Throws
    /// <see cref="StorageUnavailableException"/>; the same may then simply be asked for again.
    /// </summary>
    public async Task<bool> EraseAsync(Tenant tenant, string contactId, CancellationToken cancellationToken)
    {
        var key = tenant.Mailbox(contactId);

        // The mailbox first: from then on no dead letter of it comes any more, and nothing of it is settled. Nor is the rest
        // left undone where whoever asked goes away.
        var hadMailbox = await EraseMailboxAsync(tenant, key, cancellationToken);
        var hadLetters = await EraseLettersAsync(key, CancellationToken.None);

        // On Azure a settle that was just saved may write its row after this: it goes with the day's others.
        var hadActivity = await activity.EraseAsync(key, CancellationToken.None);
        return hadMailbox || hadLetters || hadActivity;
    }

    /// <summary>All but those of updates that the mailbox knows: they were accepted after it was erased, and are no part of that.</summary>
    private async Task<bool> EraseLettersAsync(MailboxKey key, CancellationToken cancellationToken)
    {
        var letters = await deadLetters.ListAsync(new(key.Tenant) { ContactId = key.ContactId }, cancellationToken).ToListAsync(cancellationToken);
        if (letters.Count == 0)
        {
            return false;
        }

        var mailbox = (await mailboxes.LoadAsync(key, cancellationToken)).Mailbox;
        var hadLetters = false;
        foreach (var letter in letters.Where(letter => mailbox.FindPending(letter.Letter.Id) is null && mailbox.FindSettled(letter.Letter.Id) is null))
        {
            hadLetters |= await deadLetters.DeleteAsync(letter, cancellationToken);
        }

        return hadLetters;
    }

    private async Task<bool> EraseMailboxAsync(Tenant tenant, MailboxKey key, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxConflicts; tries++)
        {
            var loaded = await LoadAsync(key, cancellationToken);
            if (loaded.ETag is null)
            {
                return false;
            }

            cancellationToken.ThrowIfCancellationRequested();
            cancellationToken = CancellationToken.None;
            if (await mailboxes.SaveAsync(key, Erasing.Erase(loaded.Mailbox, time.GetUtcNow()), loaded.ETag, null, cancellationToken) is not null)
            {
                metrics.Settled(tenant, UpdateStatus.Cancelled, loaded.Mailbox.Pending.Length);
                return true;
            }
        }

        throw new StorageUnavailableException("The mailbox changes too fast to be saved.");
    }

    /// <summary>The mailbox; if its row cannot be read, one with a lease as long as there can be in what is lost with it.</summary>
    private async Task<LoadedMailbox> LoadAsync(MailboxKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await mailboxes.LoadAsync(key, cancellationToken);
        }
        catch (UnreadableRowException e) when (e.ETag is not null)
        {
            var now = time.GetUtcNow();
            return new(Mailbox.Empty with { Lease = new("", now + MailboxDelivery.LeaseTime, now, []) }, e.ETag);
        }
    }
}
