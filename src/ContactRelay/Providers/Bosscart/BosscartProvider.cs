using System.Collections.Frozen;
using System.Text.Json;
using ContactRelay.Contacts;
using ContactRelay.Tenants;

namespace ContactRelay.Providers.Bosscart;

/// <summary>
/// Bosscart, whose API is Simvoly's: <c>PUT {baseUrl}/api/site/contacts/{id}</c> with a bearer key. Every call must carry
/// the e-mail address; the answer is the contact.
/// </summary>
public sealed class BosscartProvider : IContactProvider
{
    private static readonly string[] Demanded =
        [CanonicalFields.Email, CanonicalFields.FirstName, CanonicalFields.LastName, CanonicalFields.Name];

    /// <inheritdoc/>
    public ProviderDescription Description { get; } = new()
    {
        Name = "bosscart",
        Title = "Bosscart",
        Aliases = ["simvoly"],
        Fields =
        [
            .. BosscartBody.Names.Keys.Append(CanonicalFields.FirstName).Append(CanonicalFields.LastName).Order(StringComparer.Ordinal),
        ],
    };

    /// <summary>Tags merge at the provider, and nothing takes one away.</summary>
    public FrozenSet<string> AdditiveFields { get; } = [CanonicalFields.Tags];

    /// <inheritdoc/>
    public IReadOnlyList<FieldError> Validate(string contactId, ContactFields changes, ContactFields known, Tenant tenant) =>
        BosscartBody.Translate(contactId, changes, known, tenant).Errors;

    /// <inheritdoc/>
    public BuildResult BuildRequest(string contactId, ContactFields changes, ContactFields known, Tenant tenant, string apiKey)
    {
        var body = BosscartBody.Translate(contactId, changes, known, tenant);
        return body.Errors.Count > 0
            ? new(null, body.Errors)
            : new(new ProviderRequest(
                HttpMethod.Put,
                $"{tenant.BaseUrl}/api/site/contacts/{Uri.EscapeDataString(contactId)}",
                "Bearer " + apiKey,
                ProviderRequest.Json,
                body.Write()), []);
    }

    /// <inheritdoc/>
    public ProviderReading ReadAnswer(ProviderAnswer answer, string contactId, ContactFields sent, ContactFields known, Tenant tenant)
    {
        var body = AnswerStatus.Json(answer);
        var message = AnswerStatus.Word(body, "message");
        if (AnswerStatus.Classify(answer, message) is { } outcome)
        {
            return new(outcome, known);
        }

        var isRefused = AnswerStatus.Property(body, "success").ValueKind == JsonValueKind.False;
        if (isRefused || !answer.IsSuccess)
        {
            return new(AnswerStatus.Reject(answer, message, isRefused), known);
        }

        return AnswerStatus.Word(body, "id") is { } id
            ? AnswerStatus.Deliver(contactId, id, known, () => Learn(Remember(known, sent), body))
            : new(AnswerStatus.Unreadable(answer), known);
    }

    /// <summary>The parts of a name count only as long as the whole name that they make is the last that was sent.</summary>
    public ContactFields Remember(ContactFields known, ContactFields sent)
    {
        var next = known;
        if (sent[CanonicalFields.Name] is not null)
        {
            next = next.Where(path => path is not (CanonicalFields.FirstName or CanonicalFields.LastName));
        }

        return next.With(sent.Where(path => Demanded.Contains(path) && !sent[path]!.IsNull));
    }

    private static ContactFields Learn(ContactFields known, JsonElement contact)
    {
        var learnt = new List<KeyValuePair<string, FieldValue>>();
        if (AnswerStatus.Word(contact, "email") is { Length: > 0 } email)
        {
            learnt.Add(new(CanonicalFields.Email, FieldValue.Text(email)));
        }

        if (AnswerStatus.Word(contact, "name") is { Length: > 0 } name)
        {
            learnt.Add(new(CanonicalFields.Name, FieldValue.Text(name)));
            var parts = BosscartBody.Join(known.Text(CanonicalFields.FirstName) ?? "", known.Text(CanonicalFields.LastName) ?? "");
            if (parts != name)
            {
                known = known.Where(path => path is not (CanonicalFields.FirstName or CanonicalFields.LastName));
            }
        }

        return known.With(new ContactFields(learnt));
    }
}
