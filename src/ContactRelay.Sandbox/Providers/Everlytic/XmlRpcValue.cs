using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using ContactRelay.Sandbox.Json;

namespace ContactRelay.Sandbox.Providers.Everlytic;

/// <summary>Reads XML-RPC values.</summary>
internal static class XmlRpcValue
{
    public static string ReadInteger(XElement value)
    {
        var type = TypeOf(value);
        return type is { Name.LocalName: "int" or "i4" or "i8" } && ParseInteger(type.Value) is { } number
            ? number.ToString(CultureInfo.InvariantCulture)
            : throw Wrong("The id must be an int.");
    }

    /// <summary>The struct as a JSON object.</summary>
    public static byte[] ReadStruct(XElement value)
    {
        var type = TypeOf(value);
        if (type is not { Name.LocalName: "struct" })
        {
            throw Wrong("The properties must be a struct.");
        }

        var names = new HashSet<string>();
        return JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in type.Elements("member"))
            {
                var name = member.Element("name")?.Value ?? "";
                if (name.Length == 0 || !names.Add(name) || member.Element("value") is not { } memberValue)
                {
                    throw Wrong("Each member must have a name of its own and a value.");
                }

                writer.WritePropertyName(name);
                WriteScalar(writer, name, memberValue);
            }

            writer.WriteEndObject();
        });
    }

    private static void WriteScalar(Utf8JsonWriter writer, string name, XElement value)
    {
        var type = TypeOf(value);
        switch (type?.Name.LocalName)
        {
            case null or "string" or "dateTime.iso8601" or "base64":
                writer.WriteStringValue((type ?? value).Value);
                break;
            case "int" or "i4" or "i8" when ParseInteger(type.Value) is { } number:
                writer.WriteNumberValue(number);
                break;
            case "double" when IsDouble(type.Value.Trim()):
                writer.WriteRawValue(type.Value.Trim());
                break;
            case "boolean" when type.Value.Trim() is "0" or "1":
                writer.WriteBooleanValue(type.Value.Trim() == "1");
                break;
            default:
                throw Wrong($"The value of {name} is not of a type that this method takes.");
        }
    }

    /// <summary>The element that says the type; null for bare text, which is a string.</summary>
    private static XElement? TypeOf(XElement value)
    {
        var types = value.Elements().Take(2).ToArray();
        return types.Length < 2 ? types.FirstOrDefault() : throw Wrong("A value must hold one type.");
    }

    private static long? ParseInteger(string text) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    // XML-RPC's doubles are digits with one point. They are kept as JSON, which is stricter at the edges: no plus sign, no bare point.
    private static bool IsDouble(string text)
    {
        var digits = text.StartsWith('-') ? text[1..] : text;
        var parts = digits.Split('.');
        return parts.Length <= 2
            && (parts[0] == "0" || !parts[0].StartsWith('0'))
            && Array.TrueForAll(parts, part => part.Length > 0 && part.All(char.IsAsciiDigit));
    }

    private static XmlRpcFaultException Wrong(string message) => new(XmlRpcFaultException.WrongParameters, message);
}
