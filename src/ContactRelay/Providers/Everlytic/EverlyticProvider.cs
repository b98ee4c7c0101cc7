using System.Collections.Frozen;
using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Tenants;

namespace ContactRelay.Providers.Everlytic;

/// <summary>
/// Everlytic, in either of its APIs: REST, <c>PUT {baseUrl}/api/2.0/contacts/{id}</c>, or XML-RPC,
/// <c>contacts.UpdateContact</c> at <c>{baseUrl}/api/2.0/xmlrpc/</c>. Both take the same properties and Basic credentials.
/// </summary>
public sealed class EverlyticProvider : IContactProvider
{
    /// <inheritdoc/>
    public ProviderDescription Description { get; } = new()
    {
        Name = "everlytic",
        Title = "Everlytic",
        Settings = ["username", "transport"],
        RequiredSettings = ["username"],
        Fields = [.. EverlyticProperties.Names.Keys.Order(StringComparer.Ordinal)],
    };

    /// <inheritdoc/>
    public FrozenSet<string> AdditiveFields { get; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<FieldError> Validate(string contactId, ContactFields changes, ContactFields known, Tenant tenant) =>
        EverlyticProperties.Translate(contactId, changes, tenant, IsXmlRpc(tenant)).Errors;

    /// <inheritdoc/>
    public BuildResult BuildRequest(string contactId, ContactFields changes, ContactFields known, Tenant tenant, string apiKey)
    {
        var properties = EverlyticProperties.Translate(contactId, changes, tenant, IsXmlRpc(tenant));
        if (properties.Errors.Count > 0)
        {
            return new(null, properties.Errors);
        }

        // RFC 7617; UTF-8, as its section 2.1 recommends.
        var credentials = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{tenant.Settings.Username}:{apiKey}"));
        return new(IsXmlRpc(tenant)
            ? new ProviderRequest(
                HttpMethod.Post,
                $"{tenant.BaseUrl}/api/2.0/xmlrpc/",
                credentials,
                XmlRpc.ContentType,
                XmlRpc.WriteCall("contacts.UpdateContact", contactId, properties.Values))
            : new ProviderRequest(
                HttpMethod.Put,
                $"{tenant.BaseUrl}/api/2.0/contacts/{Uri.EscapeDataString(contactId)}",
                credentials,
                ProviderRequest.Json,
                JsonBody.Object(properties.Values)), []);
    }

    /// <inheritdoc/>
    public ProviderReading ReadAnswer(ProviderAnswer answer, string contactId, ContactFields sent, ContactFields known, Tenant tenant) =>
        new(IsXmlRpc(tenant) ? XmlRpc.ReadAnswer(answer, contactId) : EverlyticRest.ReadAnswer(answer, contactId), known);

    /// <inheritdoc/>
    public ContactFields Remember(ContactFields known, ContactFields sent) => known;

    private static bool IsXmlRpc(Tenant tenant) => tenant.Settings.Transport == "xmlrpc";
}
