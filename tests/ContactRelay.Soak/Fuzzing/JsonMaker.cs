using System.Globalization;
using System.Text;

namespace ContactRelay.Soak.Fuzzing;

/// <summary>Makes JSON that is valid, strange, or nearly valid.</summary>
internal sealed class JsonMaker(Random random)
{
    private static readonly string[] Names =
    [
        "email", "firstName", "lastName", "name", "phone", "company", "address", "city", "country", "subscription", "tags", "lists", "fields", "note",
        "birthDate", "leadScore", "tenant", "contactId", "changes", "updates", "idempotencyKey", "occurredAt", "deliverAt", "ids", "since", "until",
        "preview", "reason", "id", "provider", "baseUrl", "apiKeySecret", "settings", "fieldMap", "limits", "maxAge", "callers", "hooks", "delivery",
        "unmapped", "keySha256", "", "a/b~c", "__proto__", "$ref", "\\u0000", "\\ud800", "имя", "x y",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-0", "1.10", "1e999999", "-1E-999999", "9007199254740993", "123456789012345678901234567890", "1.7976931348623159e309",
        "\"\"", "\"A\"", "\"soak-contact-text\"", "\"a@example.com\"", "\"subscribed\"", "\"unsubscribed\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"",
        "\"\\uFEFF\"", "\"\u202E\"", "\"2026-02-30T25:61:61Z\"", "\"2026-11-22T11:00:00Z\"", "\"3.00:00:00\"", "\"http://127.0.0.1:1\"", "\"'; DROP TABLE mailboxes;--\"",
        "\"${jndi:ldap://x}\"", "\"</member><x>\"", "\"\\r\\nX: y\"", "[]", "{}", "NaN", "01", "+1", ".5", "'a'", "\"\t\"", "\"unterminated", "//", "[1,]",
    ];

    /// <summary>Random JSON, nested so deep at most.</summary>
    public string Value(int depth) => depth == 0 ? Scalar() : random.Next(6) switch
    {
        0 => $"[{string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => Value(depth - 1)))}]",
        < 4 => Object(depth),
        _ => Scalar(),
    };

    /// <summary>A random object; a name may come twice.</summary>
    public string Object(int depth) =>
        $"{{{string.Join(',', Enumerable.Range(0, random.Next(8)).Select(_ => $"\"{Names[random.Next(Names.Length)]}\":{Value(depth - 1)}"))}}}";

    /// <summary>JSON of one extreme or another.</summary>
    public string Extreme() => random.Next(7) switch
    {
        0 => new string('[', random.Next(1, 30_000)),
        1 => Nested(random.Next(1, 3_000)),
        2 => $"{{\"fields\":{{\"x\":{new string('9', random.Next(1, 20_000))}}}}}",
        3 => $"{{\"firstName\":\"{new string('\u00e9', random.Next(1, 20_000))}\"}}",
        4 => $"{{\"tags\":[{string.Join(',', Enumerable.Repeat("\"t\"", random.Next(1, 5_000)))}]}}",
        5 => $"{{\"fields\":{{{string.Join(',', Enumerable.Range(0, random.Next(1, 2_000)).Select(i => $"\"f{i}\":{i}"))}}}}}",
        _ => string.Join('\n', Enumerable.Range(0, random.Next(1, 600)).Select(_ => "{\"contactId\":\"1\",\"changes\":{\"firstName\":\"A\"}}")),
    };

    private static string Nested(int depth) =>
        new StringBuilder().Insert(0, "{\"fields\":", depth).Append('1').Append('}', depth).ToString();

    private string Scalar() => random.Next(4) > 0
        ? Scalars[random.Next(Scalars.Length)]
        : random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture);
}
