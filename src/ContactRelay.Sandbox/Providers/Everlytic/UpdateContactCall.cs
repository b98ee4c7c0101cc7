using System.Xml;
using System.Xml.Linq;

namespace ContactRelay.Sandbox.Providers.Everlytic;

/// <summary>An XML-RPC call of <c>contacts.UpdateContact(int id, struct properties)</c>.</summary>
/// <param name="Id">The contact's id.</param>
/// <param name="Properties">The struct as a JSON object in UTF-8, so that the rules of the REST API apply to it.</param>
internal sealed record UpdateContactCall(string Id, ReadOnlyMemory<byte> Properties)
{
    private const string MethodName = "contacts.UpdateContact";

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <exception cref="XmlRpcFaultException">It is not such a call.</exception>
    public static UpdateContactCall Parse(ReadOnlyMemory<byte> body)
    {
        var call = Load(body);
        if (call.Name != "methodCall")
        {
            throw new XmlRpcFaultException(XmlRpcFaultException.NotXmlRpc, "The document is not a methodCall.");
        }

        var method = call.Element("methodName")?.Value.Trim();
        if (method != MethodName)
        {
            throw new XmlRpcFaultException(XmlRpcFaultException.NoSuchMethod, $"There is no method {method}.");
        }

        var values = call.Elements("params").Elements("param").Elements("value").ToArray();
        if (values.Length != 2)
        {
            throw new XmlRpcFaultException(XmlRpcFaultException.WrongParameters, $"{MethodName} takes an id and a struct.");
        }

        return new UpdateContactCall(XmlRpcValue.ReadInteger(values[0]), XmlRpcValue.ReadStruct(values[1]));
    }

    private static XElement Load(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body.ToArray()), Settings);

            // Without its white space a value of nothing but spaces would come out empty.
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!;
        }
        catch (XmlException e)
        {
            throw new XmlRpcFaultException(XmlRpcFaultException.NotWellFormed, $"The XML is not well formed: {e.Message}");
        }
    }
}
