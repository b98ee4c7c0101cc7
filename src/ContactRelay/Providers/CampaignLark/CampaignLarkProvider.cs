using System.Collections.Frozen;
using System.Text.Json;
using ContactRelay.Contacts;
using ContactRelay.Tenants;

namespace ContactRelay.Providers.CampaignLark;

/// <summary>
/// CampaignLark: <c>PUT {baseUrl}/v1/contacts/{id}</c> with a bearer key; fields by merge tag, tags by integer id, and a
/// status that every call must carry.
/// </summary>
public sealed class CampaignLarkProvider : IContactProvider
{
    // The two refusals (400, as all of them) that are about the contact rather than about what was sent.
    private static readonly string[] ContactErrors = ["The contact ID you provided is not valid.", "We couldn't find a contact with that ID."];

    /// <inheritdoc/>
    public ProviderDescription Description { get; } = new()
    {
        Name = "campaignlark",
        Title = "CampaignLark",
        DefaultBaseUrl = "https://api.campaignlark.com",
        Settings = ["tagIds", "defaultStatus"],
        Statuses = [.. CampaignLarkBody.Statuses.Values],
        Fields =
        [
            .. CampaignLarkBody.Names.Keys.Append(CanonicalFields.Subscription).Append(CanonicalFields.Tags).Order(StringComparer.Ordinal),
        ],
    };

    /// <inheritdoc/>
    public FrozenSet<string> AdditiveFields { get; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<FieldError> Validate(string contactId, ContactFields changes, ContactFields known, Tenant tenant) =>
        CampaignLarkBody.Translate(changes, known, tenant).Errors;

    /// <inheritdoc/>
    public BuildResult BuildRequest(string contactId, ContactFields changes, ContactFields known, Tenant tenant, string apiKey)
    {
        var body = CampaignLarkBody.Translate(changes, known, tenant);
        return body.Errors.Count > 0
            ? new(null, body.Errors)
            : new(new ProviderRequest(
                HttpMethod.Put,
                $"{tenant.BaseUrl}/v1/contacts/{Uri.EscapeDataString(contactId)}",
                "Bearer " + apiKey,
                ProviderRequest.Json,
                body.Write()), []);
    }

    /// <inheritdoc/>
    public ProviderReading ReadAnswer(ProviderAnswer answer, string contactId, ContactFields sent, ContactFields known, Tenant tenant)
    {
        var body = AnswerStatus.Json(answer);
        var error = AnswerStatus.Property(body, "error");
        var message = AnswerStatus.Word(error, "message");
        if (AnswerStatus.Classify(answer, message) is { } outcome)
        {
            return new(outcome, known);
        }

        if (!answer.IsSuccess || error.ValueKind != JsonValueKind.Undefined)
        {
            return new(ContactErrors.Contains(message)
                ? DeliveryOutcome.Rejected(message!, RefusalScope.Contact)
                : AnswerStatus.Reject(answer, message, error.ValueKind != JsonValueKind.Undefined), known);
        }

        var contact = AnswerStatus.Property(body, "data");
        return AnswerStatus.Word(contact, "id") is { } id
            ? AnswerStatus.Deliver(contactId, id, known, () => Learn(Remember(known, sent), contact, tenant))
            : new(AnswerStatus.Unreadable(answer), known);
    }

    /// <inheritdoc/>
    public ContactFields Remember(ContactFields known, ContactFields sent) => known.With(
        sent.Where(path => path is CanonicalFields.Email or CanonicalFields.Subscription && !sent[path]!.IsNull));

    private static ContactFields Learn(ContactFields known, JsonElement contact, Tenant tenant)
    {
        var learnt = new List<KeyValuePair<string, FieldValue>>();
        if (CampaignLarkBody.SubscriptionOf(AnswerStatus.Word(contact, "status")) is { } subscription)
        {
            learnt.Add(new(CanonicalFields.Subscription, FieldValue.Text(subscription)));
        }

        var emailTag = Translation.NameOf(CanonicalFields.Email, tenant, CampaignLarkBody.Names)!;
        if (AnswerStatus.Word(AnswerStatus.Property(contact, "data"), emailTag) is { Length: > 0 } email)
        {
            learnt.Add(new(CanonicalFields.Email, FieldValue.Text(email)));
        }

        return known.With(new ContactFields(learnt));
    }
}
