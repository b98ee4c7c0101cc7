using System.Text;
using ContactRelay.Intake.Hooks;
using ContactRelay.Tests.Tenants;

namespace ContactRelay.Tests.Intake.Hooks;

/// <summary>Hooks of documents, and what they make of bodies.</summary>
public abstract class HookTest : TenantReaderTest
{
    private const string ContactId = "\"contactId\":\"$.id\"";

    /// <summary>A tenant's document with a hook of this name.</summary>
    protected static string Document(string hook, string name = "form") => Kulea($"\"hooks\":{{\"{name}\":{hook}}}");

    protected static Hook ReadHook(string hook) => ReadTenant(Document(hook)).Hooks["form"];

    /// <summary>What a hook with these changes makes of a JSON body.</summary>
    protected static MappedUpdate Map(string changes, string body, string more = ContactId) =>
        MapAll($$$"""{"scheme":"bearer",{{{more}}},"changes":{{{changes}}}}""", body)[0];

    protected static IReadOnlyList<MappedUpdate> MapAll(string hook, string body, string? header = null)
    {
        var request = new HookRequest("POST", "https://a.example", name => name == "Content-Type" ? "application/json" : header, Encoding.UTF8.GetBytes(body));
        return HookReading.Read(ReadHook(hook), request).Updates;
    }

    protected static string Patch(MappedUpdate update) => Encoding.UTF8.GetString(update.Patch.Span);
}
