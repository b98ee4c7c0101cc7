using System.Text;
using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Fuzzing;

/// <summary>Makes bytes that are not quite HTTP, or are two things at once.</summary>
internal sealed class RawMaker(Random random, TargetMaker targets, BodyMaker bodies, IReadOnlyList<Route> routes)
{
    private const string Path = "/api/tenants/soak-kulea/contacts/soak-contact-1";
    private const string Head = $"Host: x\r\nAuthorization: Bearer {Subject.CallerKey}\r\nContent-Type: application/json\r\n";
    private const string Body = "{\"firstName\":\"A\"}";

    private static readonly (string Kind, string Text)[] Requests =
    [
        ("length and chunked", $"PATCH {Path} HTTP/1.1\r\n{Head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n11\r\n{Body}\r\n0\r\n\r\nGET /api/health HTTP/1.1\r\nHost: x\r\n\r\n"),
        ("two lengths", $"PATCH {Path} HTTP/1.1\r\n{Head}Content-Length: 17\r\nContent-Length: 3\r\n\r\n{Body}"),
        ("list of lengths", $"PATCH {Path} HTTP/1.1\r\n{Head}Content-Length: 17, 17\r\n\r\n{Body}"),
        ("negative length", $"PATCH {Path} HTTP/1.1\r\n{Head}Content-Length: -1\r\n\r\n{Body}"),
        ("huge length", $"PATCH {Path} HTTP/1.1\r\n{Head}Content-Length: 99999999999999999999\r\n\r\n{Body}"),
        ("long length", $"PATCH {Path} HTTP/1.1\r\n{Head}Content-Length: 9223372036854775807\r\n\r\n{Body}"),
        ("length with a plus", $"PATCH {Path} HTTP/1.1\r\n{Head}Content-Length: +17\r\n\r\n{Body}"),
        ("body cut off", $"PATCH {Path} HTTP/1.1\r\n{Head}Content-Length: 170\r\n\r\n{Body}"),
        ("chunk size no number", $"PATCH {Path} HTTP/1.1\r\n{Head}Transfer-Encoding: chunked\r\n\r\nxyz\r\n{Body}\r\n0\r\n\r\n"),
        ("chunk size too large", $"PATCH {Path} HTTP/1.1\r\n{Head}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n{Body}\r\n0\r\n\r\n"),
        ("chunk size too small", $"PATCH {Path} HTTP/1.1\r\n{Head}Transfer-Encoding: chunked\r\n\r\n3\r\n{Body}\r\n0\r\n\r\n"),
        ("chunk extension", $"PATCH {Path} HTTP/1.1\r\n{Head}Transfer-Encoding: chunked\r\n\r\n11;a=\"b\r\n{Body}\r\n0\r\nTrailer: x\r\n\r\n"),
        ("chunks cut off", $"PATCH {Path} HTTP/1.1\r\n{Head}Transfer-Encoding: chunked\r\n\r\n11\r\n{Body}\r\n"),
        ("other transfer coding", $"PATCH {Path} HTTP/1.1\r\n{Head}Transfer-Encoding: gzip, chunked\r\n\r\n11\r\n{Body}\r\n0\r\n\r\n"),
        ("coding twice", $"PATCH {Path} HTTP/1.1\r\n{Head}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n11\r\n{Body}\r\n0\r\n\r\n"),
        ("coding with a tab", $"PATCH {Path} HTTP/1.1\r\n{Head}Transfer-Encoding:\tchunked\r\n\r\n11\r\n{Body}\r\n0\r\n\r\n"),
        ("bare LF", $"PATCH {Path} HTTP/1.1\n{Head.Replace("\r", "", StringComparison.Ordinal)}Content-Length: 17\n\n{Body}"),
        ("bare CR", $"GET /api/health HTTP/1.1\rHost: x\r\r"),
        ("no host", "GET /api/health HTTP/1.1\r\n\r\n"),
        ("two hosts", "GET /api/health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"),
        ("odd host", $"PATCH {Path} HTTP/1.1\r\n{Head.Replace("Host: x", "Host: a b<>\"", StringComparison.Ordinal)}Content-Length: 17\r\n\r\n{Body}"),
        ("absolute form", $"PATCH http://other.example:99{Path} HTTP/1.1\r\n{Head}Content-Length: 17\r\n\r\n{Body}"),
        ("absolute form without a path", "GET http://x HTTP/1.1\r\nHost: x\r\n\r\n"),
        ("absolute form of another scheme", $"PATCH ftp://x{Path} HTTP/1.1\r\n{Head}Content-Length: 17\r\n\r\n{Body}"),
        ("absolute form with a user", $"PATCH http://u:p@x{Path}#f HTTP/1.1\r\n{Head}Content-Length: 17\r\n\r\n{Body}"),
        ("absolute form with an odd port", $"GET http://x:999999{Path} HTTP/1.1\r\n{Head}\r\n"),
        ("authority form", "CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n\r\n"),
        ("asterisk form", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"),
        ("no slash", "GET api/health HTTP/1.1\r\nHost: x\r\n\r\n"),
        ("NUL in the target", "GET /api/health\0 HTTP/1.1\r\nHost: x\r\n\r\n"),
        ("NUL in a header", $"GET /api/health HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n"),
        ("bytes over 127 in the target", "GET /api/tenants/\u00e9/contacts/\u00ff HTTP/1.1\r\nHost: x\r\n\r\n"),
        ("space in the target", "GET /api/tenants/a b/contacts/c HTTP/1.1\r\nHost: x\r\n\r\n"),
        ("backslash in the target", $"PATCH /api\\tenants\\soak-kulea\\contacts\\1 HTTP/1.1\r\n{Head}Content-Length: 17\r\n\r\n{Body}"),
        ("dots in the target", $"PATCH /api/providers/../tenants/soak-kulea/./contacts/%2e%2e HTTP/1.1\r\n{Head}Content-Length: 17\r\n\r\n{Body}"),
        ("fragment in the target", $"PATCH {Path}#x HTTP/1.1\r\n{Head}Content-Length: 17\r\n\r\n{Body}"),
        ("folded header", "GET /api/health HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n"),
        ("space before a colon", "GET /api/health HTTP/1.1\r\nHost : x\r\n\r\n"),
        ("header without a name", "GET /api/health HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n"),
        ("other version", "GET /api/health HTTP/9.9\r\nHost: x\r\n\r\n"),
        ("HTTP/0.9", "GET /api/health\r\n"),
        ("HTTP/1.0", $"PATCH {Path} HTTP/1.0\r\n{Head}Content-Length: 17\r\n\r\n{Body}"),
        ("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"),
        ("upgrade", "GET /api/health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"),
        ("TLS", "\u0016\u0003\u0001\0\u00a5\u0001\0\0\u00a1\u0003\u0003"),
        ("nothing", ""),
        ("pipelined", $"GET /api/health HTTP/1.1\r\nHost: x\r\n\r\nPATCH {Path} HTTP/1.1\r\n{Head}Content-Length: 17\r\n\r\n{Body}GET /api/providers HTTP/1.1\r\nHost: x\r\n\r\n"),
        ("expectation", $"PATCH {Path} HTTP/1.1\r\n{Head}Content-Length: 17\r\nExpect: 100-continue\r\n\r\n{Body}"),
        ("other expectation", $"PATCH {Path} HTTP/1.1\r\n{Head}Content-Length: 17\r\nExpect: the-unexpected\r\n\r\n{Body}"),
    ];

    /// <summary>The next bytes, and what is wrong with them.</summary>
    public (string Kind, byte[] Bytes) Next()
    {
        switch (random.Next(10))
        {
            case 0:
                var count = random.Next(1, 300);
                return ("many headers", Encoding.Latin1.GetBytes($"GET /api/health HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, count).Select(i => $"H{i}: {new string('v', 200)}\r\n"))}\r\n"));
            case 1:
                return ("long target", Encoding.Latin1.GetBytes($"GET /api/tenants/{new string('t', random.Next(10_000))}/contacts/x HTTP/1.1\r\nHost: x\r\n\r\n"));
            case 2:
                var route = routes[random.Next(routes.Count)];
                var target = targets.Odd(route, targets.Tenant(route)) + targets.Query();

                // As everywhere: with the master key, a path that is cut off could delete a tenant which the other requests need.
                var key = route.IsAdmin ? $"x-functions-key: {RelayHost.AdminKey}\r\n" : "";
                return ("odd target", Encoding.UTF8.GetBytes($"{route.Methods[0]} {target} HTTP/1.1\r\n{Head}{key}Content-Length: 17\r\n\r\n{Body}"));
            case < 6:
                var mutated = Requests[random.Next(Requests.Length)];
                return ("mutated " + mutated.Kind, bodies.Mutated(Encoding.Latin1.GetBytes(mutated.Text)));
            default:
                var (kind, text) = Requests[random.Next(Requests.Length)];
                return (kind, Encoding.Latin1.GetBytes(text));
        }
    }
}
