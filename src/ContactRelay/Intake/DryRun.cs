using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Storage;
using ContactRelay.Tenants;

namespace ContactRelay.Intake;

/// <summary>Shows what an update would send, and sends and stores nothing.</summary>
public sealed class DryRun(IMailboxStore mailboxes, ProviderRegistry providers, TimeProvider time)
{
    /// <summary>
    /// The request that the update would make if it were delivered alone and now, and the rules that decide over it; or
    /// what the intake would refuse it with, by the same checks. For
    /// whoever may not read, values that its sender did not send are masked. Throws
    /// <see cref="StorageUnavailableException"/> where the contact's mailbox cannot be read.
    /// </summary>
    public async Task<RequestPreview> ShowAsync(
        Tenant tenant, string contactId, IncomingUpdate update, bool mayRead, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (ContactId.Check(contactId) is { } wrong)
        {
            return new(IntakeResult.Refused([wrong]));
        }

        var provider = providers.Of(tenant);
        var (mailbox, _) = await mailboxes.LoadAsync(tenant.Mailbox(contactId), cancellationToken);
        var (after, _, results) = new MailboxIntake(tenant, provider, contactId, [(update, NewUpdates.From(update, now))]).Accept(mailbox, now);
        var intake = results[0];
        if (intake.Outcome is not IntakeOutcome.Accepted)
        {
            return new(intake);
        }

        var changes = update.Changes.Where(path => !intake.LeftOut.Contains(FieldPath.Pointer(path)));
        var known = KnownValues.ForIntake(mailbox, provider, now);
        var built = provider.BuildRequest(contactId, changes, mayRead ? known : MaskValues(known), tenant, KnownValues.Masked);
        if (built.Request is not { } request)
        {
            return new(IntakeResult.Refused(built.Errors));
        }

        var scheme = request.Authorization.Split(' ') is [var word, _] ? word + " " : "";
        return new(intake)
        {
            Method = request.Method.Method,
            Url = request.Url,
            Authorization = scheme + KnownValues.Masked,
            ContentType = request.ContentType,
            Body = Encoding.UTF8.GetString(request.Body),
            LeftOut = intake.LeftOut,
            Version = Version(after, intake.UpdateId),
            Rules = DeliveryRules.Explain(mailbox, tenant, provider, update with { Changes = changes }, intake, now),
        };
    }

    private static DateTimeOffset? Version(Mailbox mailbox, string id) =>
        (mailbox.Pending.FirstOrDefault(pending => pending.Id == id)?.Version ?? mailbox.Settled.FirstOrDefault(settled => settled.Id == id)?.Detail?.Version)
            is { } version ? DateTimeOffset.FromUnixTimeMilliseconds(version.UnixMs) : null;

    private static ContactFields MaskValues(ContactFields known) =>
        new(known.Select(field => KeyValuePair.Create(field.Key, FieldValue.Text(KnownValues.Masked))));
}
