using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Secrets;
using ContactRelay.Telemetry;
using ContactRelay.Tenants;

namespace ContactRelay.Delivery;

/// <summary>Makes the call for a batch: the tenant's key, the provider's request, its answer.</summary>
public sealed class ProviderCaller(ProviderRegistry providers, SecretCache secrets, ProviderSender sender, RelayMetrics metrics, TimeProvider time)
{
    /// <summary>How much of a lease must be left for a call to start: its whole time-out and as much again.</summary>
    internal static readonly TimeSpan LeaseNeeded = ProviderSender.Timeout + TimeSpan.FromSeconds(30);

    /// <summary>Makes the call. Whatever comes of it is in the report; it throws for bugs alone.</summary>
    public async Task<SettleReport> CallAsync(Tenant tenant, string contactId, Batch batch, ContactFields known)
    {
        var start = time.GetTimestamp();
        var at = time.GetUtcNow();
        var secret = await secrets.GetAsync(tenant.ApiKeySecret, CancellationToken.None);
        var call = await CallAsync(tenant, contactId, batch, known, secret);
        if (call.Reading.Outcome.Kind == OutcomeKind.Unauthorized && secret.Value is not null)
        {
            // The key may have been rotated. With the same key the same answer would come.
            var fresh = await secrets.RefreshAsync(tenant.ApiKeySecret, secret, CancellationToken.None);
            call = fresh.Value == secret.Value ? call : await CallAsync(tenant, contactId, batch, known, fresh);
        }

        var outcome = call.Reading.Outcome;
        var attempt = new Attempt(
            at, outcome.Word, call.Status, (int)time.GetElapsedTime(start).TotalMilliseconds, outcome.Reason, outcome.Unknown);
        return new(outcome, attempt, call.Reading.Known) { SecretVersion = call.SecretVersion };
    }

    private async Task<Call> CallAsync(Tenant tenant, string contactId, Batch batch, ContactFields known, SecretReading secret)
    {
        if (secret.Value is not { } key)
        {
            return new(new(secret.IsPassing
                ? DeliveryOutcome.RetryLater(secret.Problem!)
                : DeliveryOutcome.Unauthorized(secret.Problem!), known), null, null);
        }

        if (ContactId.Check(contactId) is { } wrong)
        {
            // It was accepted under other rules.
            return new(new(Refuse([wrong]), known), null, secret.Version);
        }

        var provider = providers.Of(tenant);
        var built = provider.BuildRequest(contactId, batch.Patch, known, tenant, key);
        if (built.Request is not { } request)
        {
            return new(new(Refuse(built.Errors), known), null, secret.Version);
        }

        if (batch.Lease.Until - time.GetUtcNow() < LeaseNeeded)
        {
            return new(new(DeliveryOutcome.RetryLater("Too little of the lease was left to start a call."), known), null, secret.Version);
        }

        using var span = RelaySpans.StartCall(tenant, request);
        var start = time.GetTimestamp();
        var sent = await sender.SendAsync(request);
        metrics.Called(tenant, time.GetElapsedTime(start));
        var read = sent.Answer is { } answer ? provider.ReadAnswer(answer, contactId, batch.Patch, known, tenant) : new(sent.Failure!, known);
        RelaySpans.EndCall(span, sent.Answer?.Status, read.Outcome);

        // Some say which key they refuse, and the status shows their words to whoever may send updates.
        var credentials = request.Authorization.Split(' ')[^1];
        return new(read with { Outcome = read.Outcome.Without(key).Without(credentials) }, sent.Answer?.Status, secret.Version);
    }

    private static DeliveryOutcome Refuse(IReadOnlyList<FieldError> errors) => DeliveryOutcome.Rejected(
        string.Join(" ", errors.Select(error => $"{error.Pointer}: {error.Detail}")),
        errors.Any(error => error.Pointer == FieldError.ContactIdPointer) ? RefusalScope.Contact : RefusalScope.Fields);

    /// <summary>What came of a call: what the answer says, its HTTP status, and which version of the secret it was made with.</summary>
    private readonly record struct Call(ProviderReading Reading, int? Status, string? SecretVersion);
}
