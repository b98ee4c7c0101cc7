using System.Text;
using System.Xml;
using System.Xml.Linq;
using ContactRelay.Contacts;

namespace ContactRelay.Providers.Everlytic;

/// <summary>XML-RPC (http://xmlrpc.com/spec.md) as far as one call with an id and a struct needs it.</summary>
internal static class XmlRpc
{
    public const string ContentType = "text/xml";

    private static readonly XmlWriterSettings WriterSettings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),

        // Else a reader would turn a carriage return in a value into a line feed.
        NewLineHandling = NewLineHandling.Entitize,
    };

    private static readonly XmlReaderSettings ReaderSettings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
    };

    /// <summary>Whether XML can hold the text, or XML-RPC the number: its double has no exponent.</summary>
    public static bool CanExpress(FieldValue value) => value.Kind switch
    {
        FieldKind.Number => value.Json.AsSpan().IndexOfAny('e', 'E') < 0,
        FieldKind.Text => IsXml(value.AsText()),
        _ => true,
    };

    /// <summary>The call's bytes.</summary>
    public static byte[] WriteCall(string method, string id, IEnumerable<KeyValuePair<string, FieldValue>> members)
    {
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, WriterSettings))
        {
            writer.WriteStartElement("methodCall");
            writer.WriteElementString("methodName", method);
            writer.WriteStartElement("params");
            WriteParam(writer, () => writer.WriteElementString("int", id));
            WriteParam(writer, () => WriteStruct(writer, members));
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        return buffer.ToArray();
    }

    /// <summary>The outcome: an integer is the contact's id, and a fault, which comes with HTTP 200, a failure.</summary>
    public static DeliveryOutcome ReadAnswer(ProviderAnswer answer, string contactId)
    {
        var response = Parse(answer);
        var fault = XmlRpcFault.Of(response);
        if (AnswerStatus.Classify(answer, fault?.Words) is { } outcome)
        {
            return outcome;
        }

        // A 404 without a fault is about the address here, not about the contact, which is named in the body.
        return fault is not null ? fault.Read(answer)
            : !answer.IsSuccess ? AnswerStatus.Reject(answer, null)
            : Id(response?.Element("params")?.Element("param")?.Element("value")) is { } id
            ? AnswerStatus.Deliver(contactId, id, ContactFields.Empty, () => ContactFields.Empty).Outcome
            : AnswerStatus.Unreadable(answer);
    }

    /// <summary>A value's integer; a value without a type is a string.</summary>
    private static string? Id(XElement? value)
    {
        var typed = value?.Elements().ToArray() switch
        {
            [] => value,
            [{ HasElements: false, Name.LocalName: "int" or "i4" or "i8" or "string" } only] => only,
            _ => null,
        };
        return typed?.Value.Trim() is { Length: > 0 } id && id.All(char.IsAsciiDigit) ? id : null;
    }

    private static void WriteParam(XmlWriter writer, Action writeValue)
    {
        writer.WriteStartElement("param");
        WriteValue(writer, writeValue);
        writer.WriteEndElement();
    }

    private static void WriteValue(XmlWriter writer, Action write)
    {
        writer.WriteStartElement("value");
        write();
        writer.WriteEndElement();
    }

    private static void WriteStruct(XmlWriter writer, IEnumerable<KeyValuePair<string, FieldValue>> members)
    {
        writer.WriteStartElement("struct");
        foreach (var (name, value) in members)
        {
            writer.WriteStartElement("member");
            writer.WriteElementString("name", name);
            WriteValue(writer, () => WriteScalar(writer, value));
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void WriteScalar(XmlWriter writer, FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldKind.Boolean:
                writer.WriteElementString("boolean", value == FieldValue.True ? "1" : "0");
                break;
            case FieldKind.Number when value.Json.Contains('.', StringComparison.Ordinal):
                writer.WriteElementString("double", value.Json);
                break;
            case FieldKind.Number when int.TryParse(value.Json, out _):
                writer.WriteElementString("int", value.Json);
                break;
            case FieldKind.Number:
                // XML-RPC's int has 32 bits; digits in a string stay exact.
                writer.WriteElementString("string", value.Json);
                break;
            default:
                writer.WriteElementString("string", value.AsText());
                break;
        }
    }

    private static XElement? Parse(ProviderAnswer answer)
    {
        if (answer.IsCut)
        {
            return null;
        }

        var body = WithoutLead(answer.Body).ToArray();

        // What is not in the encoding that it names is read as Latin-1: an id is made of ASCII's digits in either.
        return Load(() => XmlReader.Create(new MemoryStream(body), ReaderSettings))
            ?? Load(() => XmlReader.Create(new StringReader(Encoding.Latin1.GetString(body)), ReaderSettings));
    }

    /// <summary>What stands before the XML declaration, where XML allows nothing, but PHP's scripts put line ends and marks.</summary>
    private static ReadOnlyMemory<byte> WithoutLead(ReadOnlyMemory<byte> body)
    {
        while (true)
        {
            var rest = body.TrimStart(" \t\r\n"u8);
            rest = rest.Span.StartsWith(Encoding.UTF8.Preamble) ? rest[Encoding.UTF8.Preamble.Length..] : rest;
            if (rest.Length == body.Length)
            {
                return rest;
            }

            body = rest;
        }
    }

    private static XElement? Load(Func<XmlReader> open)
    {
        try
        {
            using var reader = open();
            return XDocument.Load(reader).Root is { Name.LocalName: "methodResponse" } root ? root : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static bool IsXml(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
