using System.Text.Json;
using ContactRelay.Sandbox.Contacts;
using ContactRelay.Sandbox.Http;
using ContactRelay.Sandbox.Json;
using Microsoft.AspNetCore.Http;

namespace ContactRelay.Sandbox.Providers.Everlytic;

/// <summary>Everlytic's REST API. An update's answer is the contact's id, a bare integer.</summary>
internal sealed class EverlyticStandIn(ContactBook contacts) : IStandIn
{
    private static readonly ProviderKey Key = ProviderKey.Basic(SandboxKeys.EverlyticUsername, SandboxKeys.Everlytic);

    public string Name => "everlytic";

    public string Root => "/api/2.0/contacts/";

    public Answer Handle(Call call)
    {
        if (!Key.Opens(call.Header("Authorization")))
        {
            return Error(StatusCodes.Status401Unauthorized, "The username or API key is not valid.");
        }

        return call.Segments switch
        {
            [var id] when KnownIds.IsMissing(id) => Error(StatusCodes.Status404NotFound, "The contact does not exist."),
            [var id] when !KnownIds.IsInteger(id, out _) => Error(StatusCodes.Status400BadRequest, "The contact id must be an integer."),
            [var id] when call.IsGet => Show(id),
            [var id] when call.IsPut => Update(id, call),
            [_] => Error(StatusCodes.Status405MethodNotAllowed, "Method not allowed."),
            _ => Error(StatusCodes.Status404NotFound, "Not found."),
        };
    }

    public Answer Error(int status, string message) => Answer.Json(status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("message", message);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private Answer Update(string id, Call call)
    {
        using var document = JsonBody.ParseObject(call.Body);
        if (document is null)
        {
            return Error(StatusCodes.Status400BadRequest, "The body must be a JSON object.");
        }

        var change = document.RootElement;
        if (EverlyticProperties.Check(change) is { } message)
        {
            return Error(StatusCodes.Status400BadRequest, message);
        }

        var contact = See(id);
        EverlyticProperties.Apply(contact, change, call);
        return Answer.Json(StatusCodes.Status200OK, writer => writer.WriteRawValue(contact.Id));
    }

    private Answer Show(string id)
    {
        var contact = See(id);
        using var document = JsonDocument.Parse(contact.State.Values);
        var values = document.RootElement;
        return Answer.Json(StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("item");
            writer.WritePropertyName("id");
            writer.WriteRawValue(contact.Id);
            foreach (var property in values.EnumerateObject())
            {
                property.WriteTo(writer);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private StoredContact See(string id)
    {
        KnownIds.IsInteger(id, out var canonical);
        return contacts.See(canonical);
    }
}
