using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Providers;
using ContactRelay.Tenants;
using Xunit;

namespace ContactRelay.Tests.Providers;

/// <summary>What the tests of all adapters do: patches in, requests or pointers out; answers in, outcomes out.</summary>
public abstract class ProviderTest(IContactProvider provider, Tenant tenant)
{
    protected const string Key = "secret-key";
    protected const string DefaultId = "42";

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    protected IContactProvider Provider { get; } = provider;

    protected Tenant Tenant { get; } = tenant;

    /// <summary>The fields of a patch; none for an empty text.</summary>
    protected static ContactFields Fields(string patch) => patch.Length == 0
        ? ContactFields.Empty
        : PatchReader.Read(Encoding.UTF8.GetBytes(patch)).Changes ?? throw new ArgumentException("Not a patch: " + patch, nameof(patch));

    /// <summary>Fields as they read in a failed assertion.</summary>
    protected static string[] Show(ContactFields fields) => [.. fields.Select(field => $"{field.Key}={field.Value.Json}").Order(StringComparer.Ordinal)];

    protected ProviderRequest Build(string patch, string known = "", string contactId = DefaultId, Tenant? tenant = null, string key = Key)
    {
        var result = Provider.BuildRequest(contactId, Fields(patch), Fields(known), tenant ?? Tenant, key);
        Assert.Empty(result.Errors);
        Assert.Empty(Provider.Validate(contactId, Fields(patch), Fields(known), tenant ?? Tenant));
        return result.Request!;
    }

    /// <summary>The body as text; it fails for what is not UTF-8, so that equal texts are equal bytes.</summary>
    protected string Body(string patch, string known = "", Tenant? tenant = null) =>
        Strict.GetString(Build(patch, known, tenant: tenant).Body);

    protected IReadOnlyList<FieldError> Errors(string patch, string known = "", string contactId = DefaultId, Tenant? tenant = null)
    {
        var result = Provider.BuildRequest(contactId, Fields(patch), Fields(known), tenant ?? Tenant, Key);
        Assert.Null(result.Request);
        Assert.Equal(result.Errors, Provider.Validate(contactId, Fields(patch), Fields(known), tenant ?? Tenant));
        return result.Errors;
    }

    protected string[] Pointers(string patch, string known = "", string contactId = DefaultId, Tenant? tenant = null) =>
        [.. Errors(patch, known, contactId, tenant).Select(error => error.Pointer)];

    /// <summary>What is made of an answer to a call for this contact; if a test does not say for which, for the one that the answer names.</summary>
    protected ProviderReading Read(
        int status,
        string body,
        string sent = "",
        string known = "",
        Tenant? tenant = null,
        TimeSpan? retryAfter = null,
        bool isCut = false,
        string? contactId = null)
    {
        var answer = new ProviderAnswer(status, Encoding.UTF8.GetBytes(body), retryAfter, isCut);
        var reading = Provider.ReadAnswer(answer, contactId ?? DefaultId, Fields(sent), Fields(known), tenant ?? Tenant);
        return contactId is null && reading.Outcome.RecordId is { } named
            ? Provider.ReadAnswer(answer, named, Fields(sent), Fields(known), tenant ?? Tenant)
            : reading;
    }

    protected DeliveryOutcome Outcome(int status, string body) => Read(status, body).Outcome;

    protected static void AssertRejected(DeliveryOutcome outcome, string reason, RefusalScope scope = RefusalScope.Fields) =>
        Assert.Equal(DeliveryOutcome.Rejected(reason, scope), outcome);

    /// <summary>A 2xx that is not the documented answer: the provider may have applied it, and it is tried again.</summary>
    protected static void AssertUnreadable(DeliveryOutcome outcome)
    {
        Assert.Equal(OutcomeKind.RetryLater, outcome.Kind);
        Assert.True(outcome.Unknown);
        Assert.Equal("retryLater", outcome.Word);
    }
}
