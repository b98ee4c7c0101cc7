using System.Collections.Frozen;
using System.Text.Json;
using ContactRelay.Contacts;
using ContactRelay.Tenants;

namespace ContactRelay.Providers.Kulea;

/// <summary>
/// Kulea: <c>POST {baseUrl}/rest/api/users/{id}</c> with a flat JSON object of the account's own field names, the raw
/// key as the Authorization header, and the result in the answer's <c>success</c>, <c>archived</c> and <c>reason</c>.
/// </summary>
public sealed class KuleaProvider : IContactProvider
{
    private const string Unsubscribe = "unsubscribe";

    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        [CanonicalFields.FirstName] = "forename",
        [CanonicalFields.LastName] = "surname",
        [CanonicalFields.Subscription] = Unsubscribe,
    }.ToFrozenDictionary();

    /// <inheritdoc/>
    public ProviderDescription Description { get; } = new()
    {
        Name = "kulea",
        Title = "Kulea",
        Settings = ["method"],
        Fields = [CanonicalFields.FirstName, CanonicalFields.LastName, CanonicalFields.Subscription],
    };

    /// <inheritdoc/>
    public FrozenSet<string> AdditiveFields { get; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<FieldError> Validate(string contactId, ContactFields changes, ContactFields known, Tenant tenant) =>
        Translate(changes, tenant).Errors;

    /// <inheritdoc/>
    public BuildResult BuildRequest(string contactId, ContactFields changes, ContactFields known, Tenant tenant, string apiKey)
    {
        var translation = Translate(changes, tenant);
        if (translation.Errors.Count > 0)
        {
            return new(null, translation.Errors);
        }

        return new(new ProviderRequest(
            new HttpMethod(tenant.Settings.Method ?? "POST"),
            $"{tenant.BaseUrl}/rest/api/users/{Uri.EscapeDataString(contactId)}",
            apiKey,
            ProviderRequest.Json,
            JsonBody.Object(translation.Values)), []);
    }

    /// <inheritdoc/>
    public ProviderReading ReadAnswer(ProviderAnswer answer, string contactId, ContactFields sent, ContactFields known, Tenant tenant)
    {
        var body = AnswerStatus.Json(answer);
        var reason = AnswerStatus.Word(body, "reason");
        return AnswerStatus.Classify(answer, reason) is { } outcome ? new(outcome, known) : ReadResult(answer, contactId, body, reason, known);
    }

    /// <inheritdoc/>
    public ContactFields Remember(ContactFields known, ContactFields sent) => known;

    private static ProviderReading ReadResult(ProviderAnswer answer, string contactId, JsonElement body, string? reason, ContactFields known)
    {
        var success = AnswerStatus.Property(body, "success").ValueKind;
        if (success == JsonValueKind.False || !answer.IsSuccess)
        {
            return new(AnswerStatus.Reject(answer, reason, success == JsonValueKind.False), known);
        }

        if (success != JsonValueKind.True)
        {
            return new(AnswerStatus.Unreadable(answer), known);
        }

        return AnswerStatus.Property(body, "archived").ValueKind == JsonValueKind.True
            ? new(DeliveryOutcome.Ignored(reason ?? "The contact is archived at Kulea, which applied nothing."), known)
            : AnswerStatus.Deliver(contactId, AnswerStatus.Word(body, "crm_id"), known, () => known);
    }

    private static Translation Translate(ContactFields changes, Tenant tenant)
    {
        var translation = new Translation();
        foreach (var (path, value) in changes)
        {
            Translate(path, value, tenant, translation);
        }

        return translation;
    }

    private static void Translate(string path, FieldValue value, Tenant tenant, Translation translation)
    {
        var name = Translation.NameOf(path, tenant, Names);
        if (name == "email" || (path == CanonicalFields.Email && name is null))
        {
            translation.Refuse(path, "Kulea does not let a contact's e-mail address be changed.");
        }
        else if (path == CanonicalFields.Subscription)
        {
            TranslateSubscription(value, name!, translation);
        }
        else if (name is null)
        {
            translation.RefuseUnmapped(path, "Kulea");
        }
        else if (name == "archived")
        {
            translation.Refuse(path, "Kulea does not let a contact be archived by an update.");
        }
        else if (name == Unsubscribe)
        {
            translation.Refuse(path, "Send \"subscription\": \"unsubscribed\" instead: Kulea's unsubscribe only goes one way.");
        }
        else if (value.Kind == FieldKind.List)
        {
            translation.Refuse(path, "Kulea's fields hold one value, not a list.");
        }
        else
        {
            translation.Set(path, name, value);
        }
    }

    private static void TranslateSubscription(FieldValue value, string name, Translation translation)
    {
        if (value.Kind == FieldKind.Text && value.AsText() == "unsubscribed")
        {
            translation.Set(CanonicalFields.Subscription, name, FieldValue.True);
        }
        else
        {
            translation.Refuse(CanonicalFields.Subscription, "Kulea can only unsubscribe: nothing re-subscribes a contact, and it has no other status.");
        }
    }
}
