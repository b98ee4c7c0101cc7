using System.Collections.Immutable;
using ContactRelay.Mailboxes;

namespace ContactRelay.Delivery;

/// <summary>Keeps the values of updates that are about to be settled without having been delivered.</summary>
internal static class DeadLetterKeeping
{
    /// <summary>Keeps them, before the mailbox is saved: a dead letter too many does no harm, and one too few loses an update.</summary>
    public static async Task KeepAsync(
        this IDeadLetterStore deadLetters, MailboxKey key, ImmutableArray<DeadUpdate> dead, CancellationToken cancellationToken)
    {
        foreach (var update in dead.IsDefault ? [] : dead)
        {
            await deadLetters.UpsertAsync(DeadLetter.Of(key, update), cancellationToken);
        }
    }

    /// <summary>
    /// Takes back those that were kept for updates which the mailbox has not settled so after all: another has settled
    /// them, or the contact has been erased.
    /// </summary>
    public static async Task ForgetAsync(
        this IDeadLetterStore deadLetters, MailboxKey key, ImmutableArray<DeadUpdate> dead, Mailbox mailbox, CancellationToken cancellationToken)
    {
        foreach (var update in dead.Where(update => mailbox.FindSettled(update.Update.Id)?.Status != update.Settled.Status))
        {
            if (await deadLetters.FindAsync(key.Tenant, update.Update.Id, cancellationToken) is { } letter)
            {
                await deadLetters.DeleteAsync(letter, cancellationToken);
            }
        }
    }
}
