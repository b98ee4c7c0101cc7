using System.Text.RegularExpressions;

namespace ContactRelay.Tests.OpenApi;

/// <summary>The requests of an .http file, as editors read it.</summary>
internal sealed partial class HttpFile
{
    private HttpFile(IReadOnlyDictionary<string, string> variables, IReadOnlyList<HttpFileRequest> requests) => (Variables, Requests) = (variables, requests);

    public IReadOnlyDictionary<string, string> Variables { get; }

    public IReadOnlyList<HttpFileRequest> Requests { get; }

    public static HttpFile Read(string text)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var requests = new List<HttpFileRequest>();
        foreach (var (i, section) in text.Split("\n###").Index())
        {
            // The first line of a section but the first is its title.
            var lines = section.Split('\n').Skip(i == 0 ? 0 : 1).ToArray();
            foreach (var variable in lines.Select(line => Variable().Match(line)).Where(match => match.Success))
            {
                variables[variable.Groups[1].Value] = variable.Groups[2].Value;
            }

            var start = Array.FindIndex(lines, line => RequestLine().IsMatch(line));
            if (start >= 0)
            {
                requests.Add(ReadRequest(lines, start));
            }
        }

        return new(variables, requests);
    }

    private static HttpFileRequest ReadRequest(string[] lines, int start)
    {
        var name = lines[..start].Select(line => Name().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
        var (method, url) = (lines[start].Split(' ', 2)[0], lines[start].Split(' ', 2)[1]);
        var end = Array.FindIndex(lines, start, line => line.Length == 0);
        end = end < 0 ? lines.Length : end;
        var headers = lines[(start + 1)..end].Select(line => line.Split(": ", 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1]));
        return new(name, method, url, [.. headers], string.Join('\n', lines[end..]).Trim('\n'));
    }

    [GeneratedRegex(@"^@(\w+) = (.*)$")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^(GET|POST|PUT|PATCH|DELETE) ")]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"^# @name (\w+)$")]
    private static partial Regex Name();
}
