using System.Text.Json;
using ContactRelay.Sandbox.Contacts;
using ContactRelay.Sandbox.Http;
using ContactRelay.Sandbox.Json;
using Microsoft.AspNetCore.Http;

namespace ContactRelay.Sandbox.Providers.Bosscart;

/// <summary>Bosscart's contact API, which is also Simvoly's.</summary>
internal sealed class BosscartStandIn(ContactBook contacts) : IStandIn
{
    private static readonly ProviderKey Key = ProviderKey.Bearer(SandboxKeys.Bosscart);

    public string Name => "bosscart";

    public string Root => "/api/site/contacts/";

    public Answer Handle(Call call)
    {
        if (call.Header("User-Agent").Length == 0)
        {
            return Error(StatusCodes.Status400BadRequest, "A User-Agent header is required.");
        }

        if (!Key.Opens(call.Header("Authorization")))
        {
            return Error(StatusCodes.Status401Unauthorized, "The API key is not valid.");
        }

        return call.Segments switch
        {
            ["search-by-email"] when call.IsGet => Search(call.Query["email"].ToString()),
            [var id] when KnownIds.IsMissing(id) => NotFound(),
            [var id] when KnownIds.IsInteger(id, out var canonical) => OfContact(canonical, call),
            [_] => Error(StatusCodes.Status400BadRequest, "The contact id must be an integer."),
            _ => NotFound(),
        };
    }

    public Answer Error(int status, string message) => Answer.Json(status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("success", false);
        writer.WriteString("message", message);
        writer.WriteEndObject();
    });

    private Answer NotFound() => Error(StatusCodes.Status404NotFound, "Contact not found.");

    private Answer OfContact(string id, Call call)
    {
        if (call.IsGet)
        {
            var contact = contacts.See(id);
            return Show(contact, contact.State);
        }

        return call.IsPut ? Update(id, call) : Error(StatusCodes.Status405MethodNotAllowed, "Method not allowed.");
    }

    private Answer Update(string id, Call call)
    {
        using var document = JsonBody.ParseObject(call.Body);
        if (document is null)
        {
            return Error(StatusCodes.Status400BadRequest, "The body must be a JSON object.");
        }

        var change = document.RootElement;
        if (BosscartBody.Check(change) is { } message)
        {
            return Error(StatusCodes.Status400BadRequest, message);
        }

        var contact = contacts.See(id);
        return Show(contact, contact.Change(values => BosscartBody.Merge(values, change), call.Now, call.Apply));
    }

    private Answer Search(string email)
    {
        foreach (var contact in contacts.Latest(ContactStore.DefaultCapacity))
        {
            var state = contact.State;
            using var values = JsonDocument.Parse(state.Values);
            var held = values.RootElement.Member("email");
            if (held.IsText() && email.Equals(held.GetString(), StringComparison.OrdinalIgnoreCase))
            {
                return Show(contact, state);
            }
        }

        return NotFound();
    }

    private static Answer Show(StoredContact contact, ContactState state)
    {
        using var document = JsonDocument.Parse(state.Values);
        var values = document.RootElement;
        return Answer.Json(StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("id");
            writer.WriteRawValue(contact.Id);
            BosscartBody.WriteFields(writer, values);
            writer.WriteNumber("createdOn", contact.CreatedAt.ToUnixTimeSeconds());
            writer.WriteNull("memberId");
            writer.WriteEndObject();
        });
    }
}
