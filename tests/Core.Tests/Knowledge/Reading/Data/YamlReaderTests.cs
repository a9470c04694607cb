using ChatBot.Knowledge.Reading.Data;

namespace ChatBot.Core.Tests.Knowledge.Reading.Data;

public sealed class YamlReaderTests
{
    private readonly YamlReader _reader = new();

    [Fact]
    public void Values_are_records_with_what_the_comments_say() =>
        Assert.Equal(
            """
            Values of the loader's chart.
            replicas: 2 (Number of replicas; one at night)
            image.repository: acme/loader
            image.tag: 1.4

            # env

            - name: REGION; value: eu
            - name: LEVEL; value: debug (noisy)
            """,
            Whole(
                """
                # Values of the loader's chart.

                # -- Number of replicas; one at night
                replicas: 2
                image:
                  repository: acme/loader
                  tag: "1.4"
                env:
                  - name: REGION
                    value: eu
                  - name: LEVEL
                    value: debug # noisy
                """
            )
        );

    [Fact]
    public void Anchors_are_followed() =>
        Assert.Equal(
            "base.cpu: 1\nbase.memory: 2Gi\nlimits.memory: 2Gi\nlimits.cpu: 4\nsame: 1",
            Whole("base: &base\n  cpu: &cpu 1\n  memory: 2Gi\nlimits:\n  <<: *base\n  cpu: 4\nsame: *cpu\n")
        );

    [Fact]
    public void Several_documents_in_a_file_are_read_in_turn() =>
        Assert.Equal("kind: Service\nname: web\n\nkind: Job\nname: load", Whole("kind: Service\nname: web\n---\nkind: Job\nname: load\n"));

    [Fact]
    public void A_template_is_read_as_code()
    {
        var document = Assert.Single(_reader.ReadText("map.yaml", "{{- if .Values.on }}\nkind: ConfigMap\n{{- end }}\n"));
        Assert.Contains("```yaml\n{{- if .Values.on }}\nkind: ConfigMap\n{{- end }}\n```", document.Whole());
    }

    [Fact]
    public void A_file_that_stands_for_billions_of_values_stays_small()
    {
        var bomb =
            "a0: &a0 [x, x]\n"
            + string.Concat(
                Enumerable.Range(1, 12).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n")
            );
        Assert.InRange(Whole(bomb).Length, 1, 2_000_000);
    }

    private string Whole(string text) => Assert.Single(_reader.ReadText("values.yaml", text)).Whole();

    [Fact]
    public void Any_bytes_are_read_or_refused() => MutatedFiles.Read(_reader, "badge-api.yaml", Cases.Bytes("badge-api.yaml"), 200);
}
