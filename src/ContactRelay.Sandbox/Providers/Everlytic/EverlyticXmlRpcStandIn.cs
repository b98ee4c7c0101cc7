using System.Globalization;
using System.Security;
using System.Text;
using System.Text.Json;
using ContactRelay.Sandbox.Contacts;
using ContactRelay.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace ContactRelay.Sandbox.Providers.Everlytic;

/// <summary>Everlytic's XML-RPC API. Whatever is wrong with a call is a fault with HTTP status 200; only a wrong key is a 401.</summary>
internal sealed class EverlyticXmlRpcStandIn(ContactBook contacts) : IStandIn
{
    private static readonly ProviderKey Key = ProviderKey.Basic(SandboxKeys.EverlyticUsername, SandboxKeys.Everlytic);

    public string Name => "everlytic-xmlrpc";

    public string Root => "/api/2.0/xmlrpc";

    public Answer Handle(Call call)
    {
        if (call.Segments is not ([""] or ["", ""]))
        {
            return Error(StatusCodes.Status404NotFound, "Not found.");
        }

        if (!Key.Opens(call.Header("Authorization")))
        {
            return Error(StatusCodes.Status401Unauthorized, "The username or API key is not valid.");
        }

        if (!call.IsPost)
        {
            return Error(StatusCodes.Status405MethodNotAllowed, "XML-RPC takes POST only.");
        }

        try
        {
            return Update(call);
        }
        catch (XmlRpcFaultException fault)
        {
            return Fault(StatusCodes.Status200OK, fault.Code, fault.Message);
        }
    }

    public Answer Error(int status, string message) => Fault(status, status, message);

    private Answer Update(Call call)
    {
        if (!call.Header("Content-Type").Contains("xml", StringComparison.OrdinalIgnoreCase))
        {
            throw new XmlRpcFaultException(XmlRpcFaultException.NotXmlRpc, "The Content-Type must be text/xml.");
        }

        var update = UpdateContactCall.Parse(call.Body);
        using var document = JsonDocument.Parse(update.Properties);
        if (EverlyticProperties.Check(document.RootElement) is { } message)
        {
            throw new XmlRpcFaultException(StatusCodes.Status400BadRequest, message);
        }

        if (KnownIds.IsMissing(update.Id) || !KnownIds.IsInteger(update.Id, out _))
        {
            throw new XmlRpcFaultException(StatusCodes.Status404NotFound, "The contact does not exist.");
        }

        var contact = contacts.See(update.Id);
        EverlyticProperties.Apply(contact, document.RootElement, call);
        return Response(StatusCodes.Status200OK, $"<params><param><value><int>{contact.Id}</int></value></param></params>");
    }

    private static Answer Fault(int status, int code, string message)
    {
        var number = code.ToString(CultureInfo.InvariantCulture);
        return Response(
            status,
            $"""
            <fault><value><struct>
            <member><name>faultCode</name><value><int>{number}</int></value></member>
            <member><name>faultString</name><value><string>{SecurityElement.Escape(message)}</string></value></member>
            </struct></value></fault>
            """);
    }

    private static Answer Response(int status, string content) => new(
        status,
        Encoding.UTF8.GetBytes($"""<?xml version="1.0" encoding="UTF-8"?>{"\n"}<methodResponse>{content}</methodResponse>{"\n"}"""),
        "text/xml; charset=utf-8");
}
