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
        var (reading, status, version) = await CallAsync(providers.Of(tenant), tenant, contactId, batch, known);
        var outcome = reading.Outcome;
        var attempt = new Attempt(
            at, outcome.Word, status, (int)time.GetElapsedTime(start).TotalMilliseconds, outcome.Reason, outcome.Unknown);
        return new(outcome, attempt, reading.Known) { SecretVersion = version };
    }

    private async Task<(ProviderReading Reading, int? Status, string? SecretVersion)> CallAsync(
        IContactProvider provider, Tenant tenant, string contactId, Batch batch, ContactFields known)
    {
        var secret = await secrets.GetAsync(tenant.ApiKeySecret, CancellationToken.None);
        var first = await TryAsync(secret);
        if (first.Reading.Outcome.Kind != OutcomeKind.Unauthorized || secret.Value is null)
        {
            return first;
        }

        // The key may have been rotated. With the same key the same answer would come.
        var fresh = await secrets.RefreshAsync(tenant.ApiKeySecret, secret, CancellationToken.None);
        return fresh.Value == secret.Value ? first : await TryAsync(fresh);

        async Task<(ProviderReading Reading, int? Status, string? SecretVersion)> TryAsync(SecretReading reading)
        {
            if (reading.Value is not { } key)
            {
                return (new(reading.IsPassing
                    ? DeliveryOutcome.RetryLater(reading.Problem!)
                    : DeliveryOutcome.Unauthorized(reading.Problem!), known), null, null);
            }

            var built = provider.BuildRequest(contactId, batch.Patch, known, tenant, key);
            if (built.Request is null)
            {
                return (new(Refuse(built.Errors), known), null, reading.Version);
            }

            if (batch.Lease.Until - time.GetUtcNow() < LeaseNeeded)
            {
                return (new(DeliveryOutcome.RetryLater("Too little of the lease was left to start a call."), known), null, reading.Version);
            }

            var (read, status) = await SendAsync(provider, tenant, built.Request, batch, known);

            // Some say which key they refuse, and the status shows their words to whoever may send updates.
            var credentials = built.Request.Authorization.Split(' ')[^1];
            return (read with { Outcome = read.Outcome.Without(key).Without(credentials) }, status, reading.Version);
        }
    }

    private async Task<(ProviderReading Reading, int? Status)> SendAsync(
        IContactProvider provider, Tenant tenant, ProviderRequest request, Batch batch, ContactFields known)
    {
        using var span = RelaySpans.StartCall(tenant, request);
        var start = time.GetTimestamp();
        var sent = await sender.SendAsync(request);
        metrics.Called(tenant, time.GetElapsedTime(start));
        var read = sent.Answer is { } answer ? provider.ReadAnswer(answer, batch.Patch, known, tenant) : new(sent.Failure!, known);
        RelaySpans.EndCall(span, sent.Answer?.Status, read.Outcome);
        return (read, sent.Answer?.Status);
    }

    private static DeliveryOutcome Refuse(IReadOnlyList<FieldError> errors) => DeliveryOutcome.Rejected(
        string.Join(" ", errors.Select(error => $"{error.Pointer}: {error.Detail}")),
        errors.Any(error => error.Pointer == FieldError.ContactIdPointer) ? RefusalScope.Contact : RefusalScope.Fields);
}
