using ContactRelay.Sandbox.Contacts;
using ContactRelay.Sandbox.Http;
using ContactRelay.Sandbox.Json;
using Microsoft.AspNetCore.Http;

namespace ContactRelay.Sandbox.Providers.CampaignLark;

/// <summary>CampaignLark's contact API. A contact that is not there is a 400, not a 404.</summary>
internal sealed class CampaignLarkStandIn(ContactBook contacts) : IStandIn
{
    private const int MaxIdLength = 256;

    private static readonly ProviderKey Key = ProviderKey.Bearer(SandboxKeys.CampaignLark);

    public string Name => "campaignlark";

    public string Root => "/v1/";

    public Answer Handle(Call call)
    {
        if (!Key.Opens(call.Header("Authorization")))
        {
            return Error(StatusCodes.Status401Unauthorized, "The API key you provided is not valid.");
        }

        return call.Segments switch
        {
            ["fields"] when call.IsGet => CampaignLarkFields.Answer(),
            ["contacts", var id] when !IsId(id) => Invalid("The contact ID you provided is not valid."),
            ["contacts", var id] when call.IsGet => KnownIds.IsMissing(id) ? NotFound() : Show(id),
            ["contacts", var id] when call.IsPut => Update(id, call),
            ["contacts", _] or ["fields"] => Error(StatusCodes.Status405MethodNotAllowed, "Method not allowed."),
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

    private static bool IsId(string id) =>
        !string.IsNullOrWhiteSpace(id) && id.Length <= MaxIdLength && !id.StartsWith("invalid", StringComparison.Ordinal);

    private Answer Invalid(string message) => Error(StatusCodes.Status400BadRequest, message);

    private Answer NotFound() => Invalid("We couldn't find a contact with that ID.");

    private Answer Show(string id)
    {
        var contact = contacts.See(id);
        return CampaignLarkContact.Answer(contact, contact.State);
    }

    private Answer Update(string id, Call call)
    {
        using var document = JsonBody.ParseObject(call.Body);
        if (document is null)
        {
            return Invalid("The request body is not a JSON object.");
        }

        var change = document.RootElement;
        if (CampaignLarkBody.Check(change) is { } message)
        {
            return Invalid(message);
        }

        if (KnownIds.IsMissing(id))
        {
            return NotFound();
        }

        var contact = contacts.See(id);
        return CampaignLarkContact.Answer(contact, contact.Change(values => CampaignLarkBody.Merge(values, change), call.Now, call.Apply));
    }
}
