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
    private const string Mask = "***";

    /// <summary>
    /// The request that the update would make if it were delivered alone and now, and the rules that decide over it. For
    /// whoever may not read, values that its sender did not send are masked. Throws
    /// <see cref="StorageUnavailableException"/> where the contact's mailbox cannot be read.
    /// </summary>
    public async Task<RequestPreview> ShowAsync(
        Tenant tenant, string contactId, IncomingUpdate update, bool mayRead, CancellationToken cancellationToken)
    {
        var (changes, options) = update;
        var now = time.GetUtcNow();
        FieldError[] wrong = [.. IntakeRules.CheckNames(contactId, options), .. IntakeRules.CheckTimes(options, now)];
        if (wrong.Length > 0)
        {
            return new(wrong);
        }

        var provider = providers.Of(tenant);
        var loaded = await mailboxes.LoadAsync(new(tenant.Id, contactId), cancellationToken);
        var check = UpdateCheck.Run(loaded.Mailbox, provider, tenant, contactId, changes, now);
        if (check.Errors.Count > 0)
        {
            return new(check.Errors);
        }

        var known = KnownValues.ForIntake(loaded.Mailbox, provider, now);
        var built = provider.BuildRequest(contactId, check.Changes, mayRead ? known : MaskValues(known), tenant, Mask);
        if (built.Request is not { } request)
        {
            return new(built.Errors);
        }

        var scheme = request.Authorization.Split(' ') is [var word, _] ? word + " " : "";
        return new([])
        {
            Method = request.Method.Method,
            Url = request.Url,
            Authorization = scheme + Mask,
            ContentType = request.ContentType,
            Body = Encoding.UTF8.GetString(request.Body),
            LeftOut = check.LeftOut,
            Rules = DeliveryRules.Explain(loaded.Mailbox, tenant, provider, update with { Changes = check.Changes }, now),
        };
    }

    /// <summary>A subscription stays: its words are the same for everybody, and the provider's would not come of a mask.</summary>
    private static ContactFields MaskValues(ContactFields known) => new(known.Select(field =>
        field.Key == CanonicalFields.Subscription ? field : KeyValuePair.Create(field.Key, FieldValue.Text(Mask))));
}
