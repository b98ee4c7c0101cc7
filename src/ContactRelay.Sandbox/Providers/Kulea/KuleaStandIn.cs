using System.Text.Json;
using ContactRelay.Sandbox.Contacts;
using ContactRelay.Sandbox.Http;
using ContactRelay.Sandbox.Json;
using Microsoft.AspNetCore.Http;

namespace ContactRelay.Sandbox.Providers.Kulea;

/// <summary>Kulea's contact API. A failure is <c>success:false</c> whatever the HTTP status.</summary>
internal sealed class KuleaStandIn(ContactBook contacts) : IStandIn
{
    private static readonly ProviderKey Key = ProviderKey.Raw(SandboxKeys.Kulea);

    public string Name => "kulea";

    public string Root => "/rest/api/users/";

    public Answer Handle(Call call)
    {
        if (!Key.Opens(call.Header("Authorization")))
        {
            return Error(StatusCodes.Status401Unauthorized, "invalid API key");
        }

        return call.Segments switch
        {
            ["fields"] when call.IsGet => KuleaFields.Answer(),
            [var id] when KnownIds.IsMissing(id) => Failure("contact not found"),
            [var id] when call.IsGet => Show(contacts.See(id)),
            [var id] when call.IsPost || call.IsPut => Update(id, call),
            [_] => Error(StatusCodes.Status405MethodNotAllowed, "method not allowed"),
            _ => Error(StatusCodes.Status404NotFound, "not found"),
        };
    }

    public Answer Error(int status, string message) => Answer.Json(status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("success", false);
        writer.WriteString("reason", message);
        writer.WriteEndObject();
    });

    private Answer Failure(string reason) => Error(StatusCodes.Status200OK, reason);

    private Answer Update(string id, Call call)
    {
        using var document = JsonBody.ParseObject(call.Body);
        if (document is null)
        {
            return Failure("the body must be a JSON object");
        }

        var change = document.RootElement;
        if (KuleaFields.Check(change) is { } reason)
        {
            return Failure(reason);
        }

        var contact = contacts.See(id);
        if (!contact.Archived)
        {
            contact.Change(values => JsonText.Write(writer => writer.WriteObject(JsonMerge.Flat(values, change))), call.Now, call.Apply);
        }

        return Success(contact);
    }

    private static Answer Success(StoredContact contact) => Answer.Json(StatusCodes.Status200OK, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("success", true);
        if (contact.Archived)
        {
            writer.WriteBoolean("archived", true);
        }

        WriteId(writer, "crm_id", contact.Id);
        writer.WriteEndObject();
    });

    private static Answer Show(StoredContact contact)
    {
        using var document = JsonDocument.Parse(contact.State.Values);
        var values = document.RootElement;
        return Answer.Json(StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("success", true);
            writer.WriteNumber("total", 1);
            writer.WriteNumber("count", 1);
            writer.WriteStartArray("users");
            writer.WriteStartObject();
            WriteId(writer, "id", contact.Id);
            writer.WriteNull("email");
            writer.WritePropertyName("data");
            values.WriteTo(writer);
            writer.WriteBoolean("archived", contact.Archived);
            writer.WriteBoolean("subscribed", values.Member("unsubscribe").ValueKind != JsonValueKind.True);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    // Ids may exceed what any number type holds exactly, so the digits are written as they came.
    private static void WriteId(Utf8JsonWriter writer, string name, string id)
    {
        writer.WritePropertyName(name);
        if (KnownIds.IsJsonInteger(id))
        {
            writer.WriteRawValue(id);
        }
        else
        {
            writer.WriteStringValue(id);
        }
    }
}
