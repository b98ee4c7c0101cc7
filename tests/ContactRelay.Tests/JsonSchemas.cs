using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContactRelay.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(JsonSchemas))]

namespace ContactRelay.Tests;

/// <summary>Holds JSON against JSON Schema (2020-12), with Ajv, which is installed when the first test needs it.</summary>
public sealed class JsonSchemas
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "ContactRelay.Tests", "npm");
    private readonly Lazy<Task<bool>> _install = new(InstallAsync);

    /// <summary>What is wrong with each value, by the schema at its place in the document; nothing where it is valid. Skips the test where there is no Node.js.</summary>
    /// <param name="document">The document.</param>
    /// <param name="values">For each value where its schema is, as a fragment (<c>#/…</c>), and the value as JSON.</param>
    /// <param name="isClosed">Whether an object of an OpenAPI document may have no other properties than those that it names.</param>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> CheckAsync(string document, IEnumerable<(string Pointer, string Json)> values, bool isClosed = false)
    {
        if (!await _install.Value)
        {
            Assert.Skip("Node.js with npm is not installed, and JSON is held against its schemas with Ajv.");
        }

        var token = TestContext.Current.CancellationToken;
        using var node = Process.Start(NodePackages.Command(Folder, "node", ["validate.mjs"]))!;
        var answer = node.StandardOutput.ReadToEndAsync(token);
        var error = node.StandardError.ReadToEndAsync(token);
        await node.StandardInput.WriteAsync(new JsonObject
        {
            ["document"] = JsonNode.Parse(document),
            ["cases"] = new JsonArray([.. values.Select(value => new JsonObject { ["pointer"] = value.Pointer, ["value"] = JsonNode.Parse(value.Json) })]),
            ["closed"] = isClosed,
        }.ToJsonString());
        node.StandardInput.Close();
        var text = await answer;
        await node.WaitForExitAsync(token);
        Assert.True(node.ExitCode == 0, $"Ajv failed: {await error}");
        return JsonSerializer.Deserialize<string[][]>(text)!;
    }

    private static async Task<bool> InstallAsync()
    {
        try
        {
            await NodePackages.InstallAsync(Folder);
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
