using ContactRelay.Contacts;
using ContactRelay.Intake;
using ContactRelay.Storage;
using ContactRelay.Tenants;

namespace ContactRelay.Delivery;

/// <summary>
/// Sends the dead letter of a message on its way again, as it is or corrected: it is read as it would be on the queue, and is as old
/// as it was there, so that it overwrites nothing newer.
/// </summary>
public sealed class QueueMessageRedrive(IDeadLetterStore deadLetters, UpdateIntake intake)
{
    /// <summary>
    /// Accepts the message as an update; then it is no dead letter any more. If it is refused, the errors point into it. Throws
    /// <see cref="StorageUnavailableException"/>.
    /// </summary>
    /// <param name="tenant">The tenant whose letter it is.</param>
    /// <param name="stored">The letter.</param>
    /// <param name="corrected">The message as it ought to have been; null for as it is.</param>
    /// <param name="cancellationToken">Ends it before anything is saved.</param>
    public async Task<(DeadLetterOutcome Outcome, IReadOnlyList<FieldError> Errors)> RedriveAsync(
        Tenant tenant, StoredDeadLetter stored, string? corrected, CancellationToken cancellationToken)
    {
        if (stored.Letter.Update is not null || (corrected ?? stored.Letter.Message) is not { } text)
        {
            return (DeadLetterOutcome.NoUpdate, []);
        }

        var (contactId, update, errors) = Read(tenant, stored.Letter, text);
        if (update is null)
        {
            return (DeadLetterOutcome.Refused, errors);
        }

        var result = await intake.AcceptAsync(tenant, contactId, update.Changes, update.Options, cancellationToken);
        switch (result.Outcome)
        {
            case IntakeOutcome.Accepted:
                await deadLetters.DeleteAsync(stored, cancellationToken);
                return (DeadLetterOutcome.Redriven, []);
            case IntakeOutcome.MailboxFull or IntakeOutcome.Busy:
                return (DeadLetterOutcome.Full, []);
            case IntakeOutcome.KeyReused:
                return (DeadLetterOutcome.Refused, [new("/idempotencyKey", "The idempotency key was used for another update.")]);
            default:
                return (DeadLetterOutcome.Refused, [.. result.Errors.Select(QueueDeadLetters.InMessage)]);
        }
    }

    /// <summary>The update that a message is; null if it is none, and why.</summary>
    public static (string ContactId, IncomingUpdate? Update, IReadOnlyList<FieldError> Errors) Read(Tenant tenant, DeadLetter letter, string text)
    {
        var message = QueueMessageReader.Read(text);
        if (message.Problem is not null)
        {
            return ("", null, message.Errors);
        }

        if (message is not { Key: { } key, Update: { } update })
        {
            return ("", null, [new("/changes", "Is missing: a merge patch of the contact's fields.")]);
        }

        if (key.Tenant != tenant.Id)
        {
            return ("", null, [new("/tenant", "Must be the tenant whose dead letter it is.")]);
        }

        var inserted = letter.InsertedAt ?? letter.At;
        return (key.ContactId, new(update.Changes, update.Options with
        {
            InsertedAt = update.InsertedAt < inserted ? update.InsertedAt : inserted,
            IdempotencyKey = update.Options.IdempotencyKey ?? letter.Id,
            IsBulk = letter.IsBulk,

            // No message that would wake it is on the queue any more.
            IsQueued = false,
        }), []);
    }
}
